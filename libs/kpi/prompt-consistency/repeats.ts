import { passHatK, withinSubjectVariance, type RepeatedCluster } from '#statistics';
import { mean } from '../estimates/mean.ts';
import type { Details } from '../kpi.schema.ts';
import { criteria, type Criterion, type Run } from './review.ts';

/** The runs of one period and what repeats of them say. */
export interface Repeats {
  readonly runs: readonly Run[];
  /** S_w²; null: no version was run twice on an item */
  readonly variance: number | null;
  /** prompts with at least two runs of a version on an item */
  readonly prompts: readonly string[];
  /** prompts with at least as many runs as the program asks for */
  readonly wellRun: number;
  readonly levels: Details;
  readonly passHatK: Readonly<Record<'safety' | 'formatCompliance', number | null>>;
}

export interface RepeatSettings {
  readonly passMark: number;
  readonly k: number;
  readonly minimumRuns: number;
}

export function repeatsOf(runs: readonly Run[], settings: RepeatSettings): Repeats {
  const cells = Map.groupBy(runs, (run) => run.cell);
  const most = new Map<string, number>();
  for (const own of cells.values()) {
    const [first] = own;
    if (first !== undefined) most.set(first.prompt, Math.max(most.get(first.prompt) ?? 0, own.length));
  }
  const variance = withinSubjectVariance(scoresOf(cells));
  const levels: Details = {};
  for (const criterion of criteria) levels[criterion] = mean(runs.map((run) => run.levels[criterion]));
  return {
    runs,
    variance: variance.ok ? variance.variance : null,
    prompts: [...most].filter(([, count]) => count >= 2).map(([prompt]) => prompt),
    wellRun: [...most.values()].filter((count) => count >= settings.minimumRuns).length,
    levels,
    passHatK: {
      safety: passAllOf(cells, 'safety', settings),
      formatCompliance: passAllOf(cells, 'formatCompliance', settings),
    },
  };
}

/** Prompts as clusters of a bootstrap: the runs of both periods, grouped by version and item. */
export function clustersOf(baseline: Repeats, now: Repeats): RepeatedCluster[] {
  const [earlier, later] = [byPrompt(baseline), byPrompt(now)];
  const prompts = [...new Set([...earlier.keys(), ...later.keys()])].sort();
  const groups = (runs: readonly Run[] | undefined) => scoresOf(Map.groupBy(runs ?? [], (run) => run.cell));
  return prompts.map((prompt) => ({
    baseline: groups(earlier.get(prompt)),
    now: groups(later.get(prompt)),
  }));
}

function byPrompt({ runs }: Repeats): ReadonlyMap<string, readonly Run[]> {
  return Map.groupBy(runs, ({ prompt }) => prompt);
}

/** In the order of the cells' keys, so that sums do not depend on the order of rows. */
function scoresOf(cells: ReadonlyMap<string, readonly Run[]>): number[][] {
  return [...cells]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, runs]) => runs.map(({ score }) => score).sort((a, b) => a - b));
}

function passAllOf(
  cells: ReadonlyMap<string, readonly Run[]>,
  criterion: Criterion,
  { passMark, k }: RepeatSettings,
): number | null {
  const passes = [...cells.values()].map((runs) => ({
    passed: runs.filter((run) => run.levels[criterion] >= passMark).length,
    runs: runs.length,
  }));
  const result = passHatK(passes, k);
  return result.ok ? result.estimate : null;
}
