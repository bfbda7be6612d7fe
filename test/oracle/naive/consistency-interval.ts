import { reduction, withinSubjectRatio } from '#statistics';
import { endsOf } from './estimates.ts';
import type { Ends } from './figure.ts';
import type { Program } from './program.ts';
import { cellsOf, type Run } from './runs.ts';

/** A bootstrap of the same runs is drawn once: one history asks for it many times. */
const drawn = new Map<string, { readonly interval: Ends; readonly reason: string }>();

/** "Bootstrap clustered by prompt" of 1 - S_w now / S_w baseline; prompts in the order of their names, and so their cells. */
export function consistencyInterval(
  program: Program,
  before: readonly Run[],
  now: readonly Run[],
): { readonly interval: Ends; readonly reason: string } {
  const prompts = [...new Set([...before, ...now].map(({ prompt }) => prompt))].toSorted();
  const scoresOf = (runs: readonly Run[], prompt: string) =>
    cellsOf(runs.filter((run) => run.prompt === prompt))
      .toSorted(([a], [b]) => ((a?.cell ?? '') < (b?.cell ?? '') ? -1 : 1))
      .map((cell) => cell.map(({ score }) => score).sort((a, b) => a - b));
  const clusters = prompts.map((prompt) => ({
    baseline: scoresOf(before, prompt),
    now: scoresOf(now, prompt),
  }));
  const seed = `${program.program.id} prompt-consistency`;
  const key = JSON.stringify([clusters, seed]);
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const change = reduction(withinSubjectRatio(clusters, { seed, method: 'expanded percentile' }));
  const told = change.ok
    ? { interval: endsOf(change.interval), reason: '' }
    : { interval: null, reason: change.reason };
  drawn.set(key, told);
  return told;
}
