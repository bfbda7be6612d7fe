import { join } from 'node:path';
import { Argument, InvalidArgumentError, type Command } from 'commander';
import { projectRoot } from '#platform';
import { printFigures, type Figure } from '../bench/figures.ts';
import { benchIntake } from '../bench/intake.bench.ts';
import { benchKpi } from '../bench/kpi.bench.ts';
import { benchStatements } from '../bench/statements.bench.ts';
import { Progress } from './progress.ts';

const BUILT = ['intake', 'statements', 'kpi', 'all'] as const;
/** Promised names whose part is not built. */
const NOT_YET = ['report'] as const;
const USAGE = 2;

interface BenchOptions {
  readonly statements: number;
  readonly inFlight: number;
  readonly dataDir: string;
  readonly fresh: boolean;
  readonly profile?: string;
}

export function addBench(program: Command): void {
  program
    .command('bench')
    .description(
      'Measure this machine: figures as JSON lines and a table, with ratios to a baseline of the same run.',
    )
    .addArgument(new Argument('<name>', 'what to measure').choices([...BUILT, ...NOT_YET]))
    .option('--statements <count>', 'intake: how many statements are timed', wholeNumber, 60_000)
    .option('--in-flight <count>', 'intake: requests that the sender has under way at once', wholeNumber, 32)
    .option(
      '--data-dir <folder>',
      'kpi, statements: where the stores of 1 and 10 million events are kept',
      join(projectRoot, 'data', 'bench'),
    )
    .option('--fresh', 'kpi, statements: load the stores anew', false)
    .option('--profile <folder>', 'intake: leave a CPU profile of the intake process there')
    .addHelpText(
      'after',
      '\nEverything runs on this machine, client and ClickHouse included: judge by the ratios.\nThe first `kpi` loads 11 million events, which takes some ten minutes and 4 GB; later runs use them again.',
    )
    .action(async (name: (typeof BUILT)[number] | (typeof NOT_YET)[number], options: BenchOptions) => {
      if (name === 'report') {
        process.stderr.write(`The bench "${name}" is not built yet. There are: ${BUILT.join(', ')}.\n`);
        process.exitCode = USAGE;
        return;
      }
      const progress = new Progress();
      const figures: Figure[] = [];
      const asked = (one: (typeof BUILT)[number]) => name === 'all' || name === one;
      if (asked('intake')) {
        const { statements, inFlight, profile } = options;
        figures.push(...(await benchIntake({ statements, inFlight, profileDir: profile ?? null, progress })));
      }
      const { dataDir, fresh } = options;
      if (asked('kpi')) figures.push(...(await benchKpi({ dataDir, fresh, progress })));
      if (asked('statements'))
        figures.push(...(await benchStatements({ dataDir, fresh: fresh && !asked('kpi'), progress })));
      printFigures(figures);
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
