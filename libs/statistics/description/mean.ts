import { faultOfValues } from '../numeric/checks.ts';
import { sum, sumBy } from '../numeric/sum.ts';
import { answer, type Answer } from '../result.ts';

export interface Spread {
  readonly n: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean, in the square of the unit. */
  readonly sumOfSquares: number;
}

/** Two passes with a correction (Chan, Golub & LeVeque 1983, Am. Stat. 37:242): exact where a one-pass sum of squares is lost. */
export function spreadOf(values: readonly number[]): Spread {
  const n = values.length;
  const first = sum(values) / n;
  const mean = first + sumBy(values, (value) => value - first) / n;
  const drift = sumBy(values, (value) => value - mean);
  return { n, mean, sumOfSquares: Math.max(0, sumBy(values, (v) => (v - mean) ** 2) - drift ** 2 / n) };
}

/**
 * Arithmetic mean, Σx/n, in the unit of the values, computed with a compensated sum; it assumes nothing about them.
 * Source: Neumaier 1974, Z. angew. Math. Mech. 54:39 (sum).
 * Cannot: `empty`, `not-a-number`, `overflow`.
 */
export function mean(values: readonly number[]): Answer<{ n: number; mean: number }> {
  const fault = faultOfValues(values);
  if (fault) return fault;
  const { n, mean } = spreadOf(values);
  return answer({ n, mean });
}

/**
 * Mean, variance and standard deviation (divisor n - 1), in the unit of the values, the variance in its square.
 * Source: Chan, Golub & LeVeque 1983, Am. Stat. 37:242. The variance is unbiased for independent values of one law.
 * Accurate on the NIST StRD univariate sets NumAcc1 to NumAcc4 to the limit of double precision.
 * Cannot: `empty`, `one-value`, `not-a-number`, `overflow`. All values equal is fine: the deviation is 0.
 */
export function meanAndSd(
  values: readonly number[],
): Answer<{ n: number; mean: number; variance: number; sd: number }> {
  const fault = faultOfValues(values, 2);
  if (fault) return fault;
  const { n, mean, sumOfSquares } = spreadOf(values);
  const variance = sumOfSquares / (n - 1);
  return answer({ n, mean, variance, sd: Math.sqrt(variance) });
}
