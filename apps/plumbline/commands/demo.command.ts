import { join } from 'node:path';
import type { Command } from 'commander';
import { projectRoot, settingsOfThisProcess } from '#platform';
import { comparisonTable } from '../demo/compare.ts';
import { demoStory, playDemo, writeResults, type DemoRun, type Edition } from '../demo/demo.ts';
import { print, table } from './print.ts';
import { Progress } from './progress.ts';

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'Play a seeded 90-day program through the product and hold every number against the truth it was made from.',
    )
    .option('--keep', 'leave it running; print the URL and one key per role', false)
    .option('--no-reports', 'the numbers alone, without PDFs')
    .option('--out <folder>', 'where the results go', join(projectRoot, 'out'))
    .option('--json', 'print JSON', false)
    .action(async (options: { keep: boolean; reports: boolean; out: string; json: boolean }) => {
      const interrupted = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
      const progress = new Progress();
      const playing = playDemo({
        settings: settingsOfThisProcess(),
        story: demoStory(),
        progress,
        reports: options.reports,
        interrupted: interrupted.signal,
      });
      const run = await playing;
      try {
        writeResults(options.out, run);
        report(run, options);
        if (options.keep) await keep(run, interrupted.signal);
      } finally {
        await run.stop();
      }
    });
}

function report(run: DemoRun, options: { json: boolean; out: string }): void {
  const wrong = run.editions.flatMap((edition) =>
    edition.differences.map((difference) => ({ edition: edition.name, ...difference })),
  );
  const moved = run.editions[0]?.text !== run.editions[1]?.text;
  print(
    options.json,
    { differences: wrong, firstUnchanged: run.firstUnchanged, secondDiffers: moved, timings: run.timings },
    () =>
      [
        ...run.editions.map(
          (edition) => `${heading(edition)}\n${table(comparisonTable(edition.scorecard, edition.truth))}\n`,
        ),
        run.firstUnchanged
          ? 'The first edition, asked for again by its knownBy, is answered unchanged.'
          : 'THE FIRST EDITION CHANGED.',
        `Time: ${Object.entries(run.timings)
          .map(([part, seconds]) => `${part} ${seconds.toFixed(1)} s`)
          .join(', ')}. Results: ${options.out}`,
        ...wrong.map(
          ({ edition, where, product, truth }) =>
            `DIFFERENT (${edition} edition) ${where}: ${String(product)}, truth ${String(truth)}`,
        ),
      ].join('\n'),
  );
  if (wrong.length > 0 || !run.firstUnchanged || !moved) process.exitCode = 1;
}

function heading({ name, differences }: Edition): string {
  const known = name === 'first' ? "as known at the month's end" : 'after the late events of November';
  return `October 2026 ${known}: ${differences.length === 0 ? 'every number equals the truth' : `${differences.length} DIFFERENCES`}`;
}

async function keep(run: DemoRun, interrupted: AbortSignal): Promise<void> {
  const keys = Object.entries(run.keys).map(([name, key]) => [
    name,
    key.scopes.join(','),
    `${key.id}.${key.secret}`,
  ]);
  process.stdout.write(
    `\nRunning on ${run.server.url} until Ctrl-C. Keys:\n${table([['for', 'scopes', 'key'], ...keys])}\n`,
  );
  if (interrupted.aborted) return;
  await new Promise<void>((resolve) => {
    interrupted.addEventListener('abort', () => resolve(), { once: true });
  });
}
