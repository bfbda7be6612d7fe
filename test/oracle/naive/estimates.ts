import {
  kaplanMeier,
  quantileOfCurve,
  survivalAt,
  wilson,
  type Answer,
  type Estimate,
  type Observation,
} from '#statistics';
import type { Ends } from './figure.ts';

/*
 * Where the oracle asks libs/statistics: intervals, and the figures that are formulas of a paper. Which method a KPI takes is
 * written down here once more, from 4-kpis.md.
 */

/** Wilson's interval of a share; null of nothing. */
export function shareInterval(k: number, n: number) {
  const share = wilson(k, n);
  return share.ok ? { ...share.interval } : null;
}

export function endsOf({ low, high }: { low: number | null; high: number | null }): Ends {
  return { low, high };
}

/** An estimate as details have it: the number with its interval, or why there is none. */
export function detailOf(result: Answer<Estimate>) {
  return result.ok
    ? { value: result.estimate, interval: { ...result.interval }, n: result.n }
    : { value: null, reason: result.reason };
}

/** "Log-log interval" of the median by Kaplan and Meier. */
export function medianInterval(observations: readonly Observation[]) {
  const curve = kaplanMeier(observations, { scale: 'log-log' });
  const median = curve.ok ? quantileOfCurve(curve, 0.5) : curve;
  return median.ok ? { ...median.interval } : null;
}

/** With fewer cases the interval of an expectation does not hold its level: docs/simulation.md. */
const FEWEST_EXPECTED = 20;

/** The share expected to have had the event by a time, by Kaplan and Meier. */
export function expectedShare(observations: readonly Observation[], time: number) {
  const curve = kaplanMeier(observations, { scale: 'log-log' });
  const left = curve.ok ? survivalAt(curve, time) : curve;
  if (!left.ok) return { value: null, reason: left.reason };
  const value = 1 - left.estimate;
  if (left.n < FEWEST_EXPECTED)
    return { value, interval: null, reason: `An interval needs ${FEWEST_EXPECTED} cases.`, n: left.n };
  const { low, high, level, method } = left.interval;
  const turned = (end: number | null) => (end === null ? null : 1 - end);
  return {
    value,
    interval: { low: turned(high), high: turned(low), level, method },
    n: left.n,
  };
}
