import {
  geometricMeanRatio,
  hodgesLehmannShift,
  mannWhitney,
  stratifiedLogRank,
  stratifiedRestrictedMeanDifference,
  type Observation,
  type Stratum,
} from '#statistics';
import { estimateDetail } from '../estimates/estimate-detail.ts';
import type { Details, Interval } from '../kpi.schema.ts';
import { longestHorizon } from './horizon.ts';

export interface SpeedComparison {
  /** restricted mean now less that of the baseline, in seconds: below zero is faster; null with a reason */
  readonly estimate: number | null;
  readonly interval: Interval | null;
  readonly reason: string | null;
  readonly details: Details;
}

type Graded = Observation & { readonly severity: string };

/** Now against the baseline, like with like: cases are compared within their severity. */
export function compareSpeed(now: readonly Graded[], before: readonly Graded[]): SpeedComparison {
  const severities = [...new Set([...now, ...before].map(({ severity }) => severity))].sort();
  const strata: Stratum[] = severities.map((severity) => ({
    a: now.filter((case_) => case_.severity === severity),
    b: before.filter((case_) => case_.severity === severity),
  }));
  const horizon = longestHorizon(strata);
  const difference = stratifiedRestrictedMeanDifference(strata, horizon === null ? {} : { horizon });
  const test = stratifiedLogRank(strata);
  const details: Details = {
    rmstDifference: difference.ok
      ? {
          value: difference.estimate,
          interval: { ...difference.interval },
          horizon: difference.horizon,
          leftOut: difference.leftOut.map(({ stratum, cases }) => ({
            severity: severities[stratum] ?? '',
            cases,
          })),
        }
      : { value: null, reason: difference.reason },
    logRank: test.ok ? { chiSquare: test.chiSquare, p: test.p } : { chiSquare: null, reason: test.reason },
    ...uncensored(now, before),
  };
  return {
    estimate: difference.ok ? difference.estimate : null,
    interval: difference.ok ? difference.interval : null,
    reason: difference.ok ? null : difference.reason,
    details,
  };
}

/** Measures that ignore censoring are told only when nothing is open in either period. */
function uncensored(now: readonly Graded[], before: readonly Graded[]): Details {
  if ([...now, ...before].some(({ event }) => !event)) return {};
  const [x, y] = [now.map(({ time }) => time), before.map(({ time }) => time)];
  const test = mannWhitney(x, y);
  return {
    hodgesLehmann: estimateDetail(hodgesLehmannShift(x, y)),
    geometricMeanRatio: estimateDetail(geometricMeanRatio(x, y)),
    mannWhitney: test.ok ? { u: test.u, p: test.p } : { u: null, reason: test.reason },
  };
}
