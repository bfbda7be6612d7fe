import { spreadOf } from '../description/mean.ts';
import { faultOfValues } from '../numeric/checks.ts';
import { answer, cannot, type Answer } from '../result.ts';

export interface WithinSubject {
  /** S_w², in the square of the unit of the scores. */
  readonly variance: number;
  /** S_w. */
  readonly sd: number;
  /** Σ (runs - 1). */
  readonly degreesOfFreedom: number;
  readonly sumOfSquares: number;
  /** Groups with two runs or more; a group of one tells nothing about repeats. */
  readonly groups: number;
  readonly singles: number;
}

/**
 * Variance of repeats within their own group (one version of a prompt on one test item): sums of squares within the groups over
 * Σ (runs - 1). Runs of different groups are never compared with each other.
 * Source: Bland & Altman 1996, BMJ 312:1654; ISO 5725-2 (repeatability variance with unequal numbers).
 * Assumes one within-group variance.
 * Cannot: `empty` (no group, or only groups without runs), `too-few` (no group with two runs), `not-a-number`.
 * All runs equal is fine: the deviation is 0.
 */
export function withinSubjectVariance(groups: readonly (readonly number[])[]): Answer<WithinSubject> {
  const fault = faultOfValues(groups.flat());
  if (fault) return fault;
  const parts = withinGroups(groups);
  if (parts.degreesOfFreedom === 0) return cannot('too-few', 'No group has two runs or more.');
  const variance = parts.sumOfSquares / parts.degreesOfFreedom;
  const repeated = groups.filter((runs) => runs.length > 1).length;
  return answer({
    variance,
    sd: Math.sqrt(variance),
    ...parts,
    groups: repeated,
    singles: groups.filter((runs) => runs.length === 1).length,
  });
}

export function withinGroups(groups: readonly (readonly number[])[]): {
  sumOfSquares: number;
  degreesOfFreedom: number;
} {
  let sumOfSquares = 0;
  let degreesOfFreedom = 0;
  for (const runs of groups) {
    if (runs.length < 2) continue;
    sumOfSquares += spreadOf(runs).sumOfSquares;
    degreesOfFreedom += runs.length - 1;
  }
  return { sumOfSquares, degreesOfFreedom };
}
