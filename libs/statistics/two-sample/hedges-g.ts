import { spreadOf } from '../description/mean.ts';
import { hedgesCorrection } from '../distribution/hedges-correction.ts';
import { noncentralityInterval } from '../distribution/noncentral-t.ts';
import { faultOfLevel, faultOfValues } from '../numeric/checks.ts';
import type { StandardizedDifference } from '../paired/standardized-difference.ts';
import { answer, cannot, type Answer } from '../result.ts';

/**
 * Hedges' g of independent groups: (mean(a) - mean(b)) over the pooled standard deviation, times J(na + nb - 2). No unit.
 * Source: Hedges 1981, J. Educ. Stat. 6:107; interval by the noncentral t, its ends times J.
 * Assumes independent values, normal groups with one variance. `n` is that of both groups.
 * Cannot: `empty`, `one-value` (in either), `not-a-number`, `no-variation` (in both), `out-of-range` (level).
 */
export function hedgesG(
  a: readonly number[],
  b: readonly number[],
  level = 0.95,
): Answer<StandardizedDifference> {
  const fault = faultOfValues(a, 2) ?? faultOfValues(b, 2) ?? faultOfLevel(level);
  if (fault) return fault;
  const [first, second] = [spreadOf(a), spreadOf(b)];
  const degreesOfFreedom = a.length + b.length - 2;
  const pooled = Math.sqrt((first.sumOfSquares + second.sumOfSquares) / degreesOfFreedom);
  if (pooled === 0) return cannot('no-variation', 'Neither group has any spread.');
  const uncorrected = (first.mean - second.mean) / pooled;
  if (!Number.isFinite(uncorrected)) return cannot('overflow', 'The values are too large.');
  const root = Math.sqrt((a.length * b.length) / (a.length + b.length));
  const correction = hedgesCorrection(degreesOfFreedom);
  const { low, high } = noncentralityInterval(uncorrected * root, degreesOfFreedom, level);
  return answer({
    estimate: correction * uncorrected,
    interval: {
      low: (correction * low) / root,
      high: (correction * high) / root,
      level,
      method: 'noncentral t',
    },
    n: a.length + b.length,
    uncorrected,
    correction,
  });
}
