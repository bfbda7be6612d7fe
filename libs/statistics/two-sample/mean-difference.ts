import { spreadOf } from '../description/mean.ts';
import { tCritical, tTwoSidedP } from '../distribution/student-t.ts';
import { faultOfLevel, faultOfValues } from '../numeric/checks.ts';
import { answer, cannot, type Answer, type Estimate } from '../result.ts';

export interface IndependentMeanDifference extends Estimate {
  readonly t: number;
  readonly degreesOfFreedom: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * mean(a) - mean(b) of independent groups with Welch's interval, in the unit of the values; variances may differ.
 * Source: Welch 1947, Biometrika 34:28; Satterthwaite 1946, Biometrics Bull. 2:110.
 * Assumes independent values; approximate, for normal ones closely. `n` is that of both groups; only one may lack spread.
 * Cannot: `empty`, `one-value` (in either), `not-a-number`, `no-variation` (in both), `out-of-range` (level).
 */
export function meanDifference(
  a: readonly number[],
  b: readonly number[],
  level = 0.95,
): Answer<IndependentMeanDifference> {
  const fault = faultOfValues(a, 2) ?? faultOfValues(b, 2) ?? faultOfLevel(level);
  if (fault) return fault;
  const [first, second] = [spreadOf(a), spreadOf(b)];
  const va = first.sumOfSquares / (a.length - 1) / a.length;
  const vb = second.sumOfSquares / (b.length - 1) / b.length;
  if (va + vb === 0) return cannot('no-variation', 'Neither group has any spread.');
  const estimate = first.mean - second.mean;
  const standardError = Math.sqrt(va + vb);
  // As shares of the whole, so that tiny variances do not underflow when squared.
  const [sa, sb] = [va / (va + vb), vb / (va + vb)];
  const degreesOfFreedom = 1 / (sa ** 2 / (a.length - 1) + sb ** 2 / (b.length - 1));
  const reach = tCritical(level, degreesOfFreedom) * standardError;
  const t = estimate / standardError;
  return answer({
    estimate,
    interval: { low: estimate - reach, high: estimate + reach, level, method: 'Welch t' },
    n: a.length + b.length,
    t,
    degreesOfFreedom,
    p: tTwoSidedP(t, degreesOfFreedom),
  });
}
