import { wilson } from '#statistics';

/** What the KPIs promise of themselves: claims when nothing is better, and intervals that hold the truth on average. */
export const MOST_FALSE = 0.05;
export const LEAST_COVERAGE = 0.93;
/** An average above this is named: the interval is wider than it says. */
export const OVER_COVERAGE = 0.975;

/** Kept by the number itself; missed by no more than the error of the simulation; or broken. */
export type Kept = 'kept' | 'within error' | 'broken';

/** By the largest share of false claims: broken when even the lower Wilson limit (95%) of that share lies above 5%. */
export function falseClaimsPromise(claims: number, programs: number): Kept {
  if (claims / programs <= MOST_FALSE) return 'kept';
  const share = wilson(claims, programs);
  return share.ok && (share.interval.low ?? 0) > MOST_FALSE ? 'broken' : 'within error';
}

/** By the average over settings: broken when it lies below 93% by more than 1.96 of its standard errors. */
export function coveragePromise(mean: number, standardError: number): Kept {
  if (mean >= LEAST_COVERAGE) return 'kept';
  return mean + 1.96 * standardError < LEAST_COVERAGE ? 'broken' : 'within error';
}
