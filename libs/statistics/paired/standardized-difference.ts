import { spreadOf } from '../description/mean.ts';
import { hedgesCorrection } from '../distribution/hedges-correction.ts';
import { noncentralityInterval } from '../distribution/noncentral-t.ts';
import { at } from '../numeric/at.ts';
import { faultOfLevel, faultOfPairs } from '../numeric/checks.ts';
import { answer, cannot, type Answer, type Estimate } from '../result.ts';

export interface StandardizedDifference extends Estimate {
  /** Before the small-sample correction. */
  readonly uncorrected: number;
  /** The factor J. */
  readonly correction: number;
}

/**
 * Hedges' g_z: mean(post - pre) over the standard deviation of the differences, times J(n - 1). No unit.
 * Source: Cohen 1988, 2.3.5 (d_z); Hedges 1981 (exact J); interval of the true difference by the noncentral t (Cumming & Finch
 * 2001). The ends are not times J: they are exact without it. Assumes independent pairs with normal differences; for others see
 * `gzDistributionFree`.
 * Cannot: `empty`, `one-value`, `too-few` (2 pairs), `unequal-lengths`, `not-a-number`, `no-variation`, `out-of-range` (level).
 */
export function hedgesGz(
  pre: readonly number[],
  post: readonly number[],
  level = 0.95,
): Answer<StandardizedDifference> {
  const fault = faultOfPairs(pre, post, 3) ?? faultOfLevel(level);
  if (fault) return fault;
  const { n, mean, sumOfSquares } = spreadOf(post.map((value, i) => value - at(pre, i)));
  if (sumOfSquares === 0) return cannot('no-variation', 'Every pair differs by the same amount.');
  const uncorrected = mean / Math.sqrt(sumOfSquares / (n - 1));
  if (!Number.isFinite(uncorrected)) return cannot('overflow', 'The differences are too large.');
  const correction = hedgesCorrection(n - 1);
  const root = Math.sqrt(n);
  const { low, high } = noncentralityInterval(uncorrected * root, n - 1, level);
  return answer({
    estimate: correction * uncorrected,
    interval: {
      low: low / root,
      high: high / root,
      level,
      method: 'noncentral t',
    },
    n,
    uncorrected,
    correction,
  });
}

/**
 * d_av with Hedges' correction: mean(post - pre) over (s pre + s post)/2, times J(n - 1): in units of the scores' own spread,
 * so that it can stand beside studies with two groups.
 * Source: Lakens 2013, Front. Psychol. 4:863, eq. 10; Hedges 1981 (exact J). Interval: Algina & Keselman 2003, Educ. Psychol.
 * Meas. 63:537, carried over to the mean of the two deviations: the noncentral t of the paired difference, rescaled. Assumes
 * independent pairs of normal scores; for others see `davDistributionFree`.
 * Cannot: as `hedgesGz`; `no-variation` also when neither list has any spread.
 */
export function hedgesDav(
  pre: readonly number[],
  post: readonly number[],
  level = 0.95,
): Answer<StandardizedDifference> {
  const fault = faultOfPairs(pre, post, 3) ?? faultOfLevel(level);
  if (fault) return fault;
  const n = pre.length;
  const df = n - 1;
  const [before, after] = [spreadOf(pre), spreadOf(post)];
  const average = (Math.sqrt(before.sumOfSquares / df) + Math.sqrt(after.sumOfSquares / df)) / 2;
  if (average === 0) return cannot('no-variation', 'Neither list has any spread.');
  const { mean, sumOfSquares } = spreadOf(post.map((value, i) => value - at(pre, i)));
  if (sumOfSquares === 0) return cannot('no-variation', 'Every pair differs by the same amount.');
  const uncorrected = mean / average;
  const standardError = Math.sqrt(sumOfSquares / (df * n));
  if (![uncorrected, mean / standardError].every(Number.isFinite))
    return cannot('overflow', 'The scores are too large.');
  const correction = hedgesCorrection(df);
  const { low, high } = noncentralityInterval(mean / standardError, df, level);
  const scale = standardError / average;
  return answer({
    estimate: correction * uncorrected,
    interval: { low: low * scale, high: high * scale, level, method: 'noncentral t (Algina-Keselman)' },
    n,
    uncorrected,
    correction,
  });
}
