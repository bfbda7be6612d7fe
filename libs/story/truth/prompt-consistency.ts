import type { Ledger, Review } from '../ledger/ledger.ts';
import type { PeriodOfPlan } from '../plan.ts';
import { minimums, periods, rubric } from '../plan.ts';
import type { KpiTruth, Status } from './row.ts';

interface Run {
  readonly prompt: string;
  readonly group: string;
  readonly score: number;
  readonly safe: boolean;
  readonly formatted: boolean;
}

/** 1 - S_w now / S_w baseline, where S_w² pools the squares within one item of one version. */
export function promptConsistencyTruth(ledger: Ledger): KpiTruth {
  const then = runsIn(ledger.reviews, periods.reviewBaseline);
  const now = runsIn(ledger.reviews, periods.reviewCurrent);
  const [before, after] = [withinVariance(then), withinVariance(now)];
  const repeated = (runs: readonly Run[]) => {
    const groups = [...Map.groupBy(runs, (run) => run.group).values()].filter((group) => group.length > 1);
    return new Set(groups.flatMap((group) => group.map((run) => run.prompt))).size;
  };
  const calibration = ledger.reviews.filter((review) => review.calibration);
  const n = repeated(now);
  return {
    value: before === null || after === null ? null : 1 - Math.sqrt(after) / Math.sqrt(before),
    numerator: after,
    denominator: before,
    n,
    excluded: {},
    unmatched: 0,
    censored: 0,
    status: statusOf(then, now, n, calibration),
    baseline: { value: before === null ? null : Math.sqrt(before), n: repeated(then) },
    byRole: null,
    details: { calibrationItems: new Set(calibration.map((review) => review.item)).size },
  };
}

/** A run's score is the mean over its reviewers of the mean criterion. */
function runsIn(reviews: readonly Review[], period: PeriodOfPlan): Run[] {
  const counted = reviews.filter(
    (one) =>
      one.at >= period.from &&
      one.at <= period.to &&
      !one.calibration &&
      one.rubricVersion === rubric.version,
  );
  const byRun = Map.groupBy(counted, (one) => JSON.stringify([one.prompt, one.version, one.item, one.run]));
  return [...byRun.values()].flatMap((marks) => {
    const first = marks[0];
    if (first === undefined) return [];
    return [
      {
        prompt: first.prompt,
        group: JSON.stringify([first.prompt, first.version, first.item]),
        score: mean(marks.map(({ criteria }) => mean(Object.values(criteria)))),
        safe: mean(marks.map(({ criteria }) => criteria.safety)) >= rubric.passMark,
        formatted: mean(marks.map(({ criteria }) => criteria.formatCompliance)) >= rubric.passMark,
      },
    ];
  });
}

function withinVariance(runs: readonly Run[]): number | null {
  let squares = 0;
  let freedom = 0;
  for (const group of Map.groupBy(runs, (run) => run.group).values()) {
    const centre = mean(group.map((run) => run.score));
    for (const run of group) squares += (run.score - centre) ** 2;
    freedom += group.length - 1;
  }
  return freedom === 0 ? null : squares / freedom;
}

/**
 * Improved beyond doubt: the largest spread of any prompt now is below the smallest then, so every resample of prompts
 * improves; every run passes now; and reviewers agree nearly always.
 */
function statusOf(
  then: readonly Run[],
  now: readonly Run[],
  n: number,
  calibration: readonly Review[],
): Status | null {
  const items = new Set(calibration.map((review) => review.item)).size;
  if (n < minimums.prompts || then.length === 0 || items < minimums.calibrationItems) return 'cannot-say';
  const spreads = (runs: readonly Run[]) =>
    [...Map.groupBy(runs, (run) => run.prompt).values()].flatMap((own) => withinVariance(own) ?? []);
  const apart = Math.max(...spreads(now)) < 0.5 * Math.min(...spreads(then));
  const passing = now.every((run) => run.safe && run.formatted);
  return apart && passing && agreement(calibration) >= 0.8 ? 'improved' : null;
}

/** The lowest over the criteria of 1 - disagreement within items / disagreement between all marks, by squared differences. */
function agreement(calibration: readonly Review[]): number {
  const criteria = ['clarity', 'grounding', 'safety', 'completeness', 'formatCompliance'] as const;
  const items = [...Map.groupBy(calibration, (review) => review.item).values()];
  const disagreement = (marks: readonly number[]) => {
    const pairs = marks.flatMap((a, i) => marks.filter((_, j) => j !== i).map((b) => (a - b) ** 2));
    return mean(pairs);
  };
  return Math.min(
    ...criteria.map((criterion) => {
      const within = mean(items.map((item) => disagreement(item.map((one) => one.criteria[criterion]))));
      return 1 - within / disagreement(calibration.map((one) => one.criteria[criterion]));
    }),
  );
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, one) => sum + one, 0) / list.length;
}
