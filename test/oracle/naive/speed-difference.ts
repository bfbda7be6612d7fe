import {
  geometricMeanRatio,
  hodgesLehmannShift,
  mannWhitney,
  stratifiedLogRank,
  stratifiedRestrictedMeanDifference,
} from '#statistics';
import { detailOf, endsOf } from './estimates.ts';
import type { Ends } from './figure.ts';

/** A time to mitigation, or for how long an incident has been open, in seconds. */
export interface Graded {
  readonly time: number;
  readonly event: boolean;
  readonly severity: string;
}

export interface SpeedDifference {
  readonly estimate: number | null;
  readonly interval: Ends;
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * "Status: 95% interval of the difference in restricted means up to a common τ, stratified by severity; log-rank beside it.
 * Hodges-Lehmann shift, ratio of geometric means and Mann-Whitney ignore censoring: shown only when nothing is open."
 */
export function compareSpeed(now: readonly Graded[], before: readonly Graded[]): SpeedDifference {
  const severities = [...new Set([...now, ...before].map(({ severity }) => severity))].toSorted();
  const strata = severities.map((name) => ({
    a: now.filter(({ severity }) => severity === name),
    b: before.filter(({ severity }) => severity === name),
  }));
  const horizon = horizonOf(strata);
  const difference = stratifiedRestrictedMeanDifference(strata, horizon === null ? {} : { horizon });
  const test = stratifiedLogRank(strata);
  const isOpen = [...now, ...before].some(({ event }) => !event);
  return {
    estimate: difference.ok ? difference.estimate : null,
    interval: difference.ok ? endsOf(difference.interval) : null,
    reason: difference.ok ? '' : difference.reason,
    details: {
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
      ...(isOpen ? {} : ignoringCensoring(now, before)),
    },
  };
}

function ignoringCensoring(now: readonly Graded[], before: readonly Graded[]) {
  const [x, y] = [now.map(({ time }) => time), before.map(({ time }) => time)];
  const test = mannWhitney(x, y);
  return {
    hodgesLehmann: detailOf(hodgesLehmannShift(x, y)),
    geometricMeanRatio: detailOf(geometricMeanRatio(x, y)),
    mannWhitney: test.ok ? { u: test.u, p: test.p } : { u: null, reason: test.reason },
  };
}

/**
 * The common τ: the last time at which every curve with two events or more on both sides is known. A curve whose last case was
 * mitigated is known for ever, at zero; one that ends with an open incident only until then.
 */
function horizonOf(strata: readonly { readonly a: readonly Graded[]; readonly b: readonly Graded[] }[]) {
  const mitigated = (arm: readonly Graded[]) => arm.filter(({ event }) => event).length;
  const arms = strata
    .filter(({ a, b }) => mitigated(a) >= 2 && mitigated(b) >= 2)
    .flatMap(({ a, b }) => [a, b]);
  const ends = arms.map((arm) => {
    const last = Math.max(...arm.map(({ time }) => time));
    return { last, known: arm.every(({ time, event }) => time < last || event) };
  });
  if (ends.length === 0) return null;
  const unknown = ends.filter(({ known }) => !known).map(({ last }) => last);
  return unknown.length > 0 ? Math.min(...unknown) : Math.max(...ends.map(({ last }) => last));
}
