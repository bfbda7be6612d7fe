import { z } from 'zod';
import { average } from './figure.ts';
import type { LogEntry } from './log.ts';

export const CRITERIA = ['clarity', 'grounding', 'safety', 'completeness', 'formatCompliance'] as const;

export const reviewed = z.object({
  program: z.string().optional(),
  prompt: z.string(),
  version: z.string(),
  item: z.string(),
  run: z.string(),
  reviewer: z.string(),
  rubricVersion: z.string(),
  criteria: z.object({
    clarity: z.number(),
    grounding: z.number(),
    safety: z.number(),
    completeness: z.number(),
    formatCompliance: z.number(),
  }),
  calibration: z.boolean().default(false),
  team: z.string().optional(),
});
export type Review = z.output<typeof reviewed> & { readonly entry: LogEntry };

/** "A run is (version, test item, run); its score = mean over its reviewers of the mean criterion." */
export interface Run {
  readonly prompt: string;
  readonly cell: string;
  readonly reviews: readonly Review[];
  readonly score: number;
}

/** The runs of a period; a reviewer's first review of a run counts, and the next are left out. */
export function runsOf(reviews: readonly Review[]): { runs: Run[]; repeated: Review[] } {
  const repeated: Review[] = [];
  const runs: Run[] = [];
  const groups = Map.groupBy(reviews, ({ prompt, version, item, run }) =>
    JSON.stringify([prompt, version, item, run]),
  );
  for (const group of groups.values()) {
    const counted = group.filter(
      (review, index) => !group.slice(0, index).some(({ reviewer }) => reviewer === review.reviewer),
    );
    repeated.push(...group.filter((review) => !counted.includes(review)));
    const [first] = counted;
    if (first === undefined) continue;
    const { prompt, version, item } = first;
    const score = average(counted.map(meanCriterion)) ?? 0;
    runs.push({ prompt, cell: JSON.stringify([prompt, version, item]), reviews: counted, score });
  }
  return { runs, repeated };
}

export function meanCriterion({ criteria }: Review): number {
  return average(CRITERIA.map((criterion) => criteria[criterion])) ?? 0;
}

function levelOf(run: Run, criterion: (typeof CRITERIA)[number]): number {
  return average(run.reviews.map(({ criteria }) => criteria[criterion])) ?? 0;
}

export function levelsOf(runs: readonly Run[]): Record<string, number | null> {
  return Object.fromEntries(
    CRITERIA.map((criterion) => [criterion, average(runs.map((run) => levelOf(run, criterion)))]),
  );
}

export function cellsOf(runs: readonly Run[]): Run[][] {
  return [...Map.groupBy(runs, ({ cell }) => cell).values()];
}

/** "S_w² = sum of squares within (version, item) / sum of (runs - 1)." */
export function varianceOf(runs: readonly Run[]): number | null {
  let squares = 0;
  let freedom = 0;
  for (const cell of cellsOf(runs)) {
    const mean = average(cell.map(({ score }) => score)) ?? 0;
    squares += cell.reduce((sum, { score }) => sum + (score - mean) ** 2, 0);
    freedom += cell.length - 1;
  }
  // Sums of equal scores leave a rest of binary fractions, which is no variance.
  return freedom === 0 ? null : squares / freedom < 1e-24 ? 0 : squares / freedom;
}

/** Prompts with at least so many runs of a version on an item. */
export function promptsRun(runs: readonly Run[], atLeast: number): number {
  const enough = cellsOf(runs).filter((cell) => cell.length >= atLeast);
  return new Set(enough.map(([run]) => run?.prompt)).size;
}

/** pass^k: over cells with k runs or more, the mean share of draws of k runs that all pass. */
export function passHatK(
  runs: readonly Run[],
  criterion: (typeof CRITERIA)[number],
  { passMark, k }: { readonly passMark: number; readonly k: number },
): number | null {
  const shares = cellsOf(runs)
    .filter((cell) => cell.length >= k)
    .map((cell) => {
      const passed = cell.filter((run) => levelOf(run, criterion) >= passMark).length;
      return choose(passed, k) / choose(cell.length, k);
    });
  return average(shares);
}

function choose(n: number, k: number): number {
  if (k > n) return 0;
  return k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;
}
