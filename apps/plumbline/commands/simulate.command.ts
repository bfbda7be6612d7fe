import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { projectRoot } from '#platform';
import { codeVersion } from '../simulate/code-version.ts';
import { runOnCrew } from '../simulate/crew.ts';
import { findingsOf } from '../simulate/findings.ts';
import { KeptTallies } from '../simulate/kept.ts';
import { pageOf } from '../simulate/page.ts';
import { casesOf, scenarios } from '../simulate/scenarios.ts';
import { print } from './print.ts';
import { Progress } from './progress.ts';

const INTERRUPTED = 130;
const PROMISE_BROKEN = 1;

interface SimulateOptions {
  readonly programs: number;
  readonly seed: string;
  readonly kpi?: string;
  readonly processes: number;
  readonly resume: boolean;
  readonly write: boolean;
  readonly json: boolean;
  readonly kept: string;
}

export function addSimulate(program: Command): void {
  const kpis = [...new Set(scenarios.map(({ kpi }) => kpi))];
  program
    .command('simulate')
    .description(
      'Draw programs with a known truth, put them to the KPI formulas, and tell how often the KPIs are wrong. Ends with 1 when a promise is broken.',
    )
    .option('--programs <count>', 'programs per case', wholeNumber, 1000)
    .option('--seed <text>', 'the same seed gives the same tables', 'plumbline')
    .addOption(new Option('--kpi <kpi>', 'one KPI only; writes no page').choices(kpis))
    .option('--processes <count>', 'how many run at once', wholeNumber, availableParallelism())
    .option('--resume', 'go on with what an interrupted run has finished', false)
    .option('--kept <file>', 'where finished cases are kept', join(projectRoot, 'out', 'simulation.jsonl'))
    .option('--no-write', 'print only; leave docs/simulation.md as it is')
    .option('--json', 'print the findings as JSON', false)
    .action(simulate);
}

async function simulate(options: SimulateOptions): Promise<void> {
  const { programs, seed } = options;
  const order = { programs, seed };
  const progress = new Progress();
  progress.say(`Seed ${seed}, ${programs} programs per case.`);
  const kept = new KeptTallies(options.kept, order, codeVersion());
  if (!options.resume) kept.forget();
  const tallies = kept.read();
  const cases = casesOf(scenarios, options.kpi ?? null);
  const open = cases.filter(({ id }) => !tallies.has(id));
  let done = cases.length - open.length;
  progress.show('Cases', done, cases.length);

  const interrupted = new AbortController();
  const stop = (): void => interrupted.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  await runOnCrew(open, order, {
    size: options.processes,
    signal: interrupted.signal,
    done: (tally) => {
      kept.keep(tally);
      tallies.set(tally.id, tally);
      done += 1;
      progress.show('Cases', done, cases.length);
    },
  });
  process.off('SIGINT', stop).off('SIGTERM', stop);
  if (interrupted.signal.aborted) {
    progress.say(`Interrupted: ${done} of ${cases.length} cases are kept; --resume goes on with them.`);
    process.exitCode = INTERRUPTED;
    return;
  }
  const findings = findingsOf(cases, tallies);
  const page = pageOf(findings, order);
  print(options.json, { ...order, ...findings }, () => page.trimEnd());
  for (const line of findings.broken) progress.say(line);
  if (findings.broken.length > 0) process.exitCode = PROMISE_BROKEN;
  if (!options.write || options.kpi !== undefined) return;
  writeFileSync(join(projectRoot, 'docs', 'simulation.md'), page);
  progress.say('Written to docs/simulation.md.');
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
