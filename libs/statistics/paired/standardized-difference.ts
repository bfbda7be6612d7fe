import { spreadOf } from '../description/mean.ts';
import { hedgesCorrection } from '../distribution/hedges-correction.ts';
import { noncentralityInterval } from '../distribution/noncentral-t.ts';
import { normalCritical } from '../distribution/normal.ts';
import { at } from '../numeric/at.ts';
import { faultOfLevel, faultOfPairs } from '../numeric/checks.ts';
import { sumBy } from '../numeric/sum.ts';
import { answer, cannot, type Answer, type Estimate } from '../result.ts';

export interface StandardizedDifference extends Estimate {
  /** Before the small-sample correction. */
  readonly uncorrected: number;
  /** The factor J. */
  readonly correction: number;
}

/**
 * Hedges' g_z: mean(post - pre) over the standard deviation of the differences, times J(n - 1). No unit.
 * Source: Cohen 1988, 2.3.5 (d_z); Hedges 1981 (exact J); interval by the noncentral t (Cumming & Finch 2001),
 * its ends times J. Assumes independent pairs with normal differences.
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
      low: (correction * low) / root,
      high: (correction * high) / root,
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
 * Source: Lakens 2013, Front. Psychol. 4:863, eq. 10; Hedges 1981 (exact J). Interval: the delta method of Bonett 2015,
 * J. Educ. Behav. Stat. 40:366, carried over to the mean of the two deviations; its ends times J. Normal scores.
 * Cannot: as `hedgesGz`; `no-variation` when neither list has any spread.
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
  const [v1, v2] = [before.sumOfSquares / df, after.sumOfSquares / df];
  const covariance = sumBy(pre, (value, i) => (value - before.mean) * (at(post, i) - after.mean)) / df;
  const [s1, s2] = [Math.sqrt(v1), Math.sqrt(v2)];
  const average = (s1 + s2) / 2;
  if (average === 0) return cannot('no-variation', 'Neither list has any spread.');
  const uncorrected = (after.mean - before.mean) / average;
  const shared = s1 * s2 === 0 ? 0 : covariance ** 2 / (s1 * s2);
  const ofSpread = (uncorrected ** 2 * (v1 + v2 + 2 * shared)) / (8 * df * average ** 2);
  const ofMean = Math.max(0, v1 + v2 - 2 * covariance) / (n * average ** 2);
  const correction = hedgesCorrection(df);
  const reach = normalCritical(level) * Math.sqrt(ofSpread + ofMean);
  return answer({
    estimate: correction * uncorrected,
    interval: {
      low: correction * (uncorrected - reach),
      high: correction * (uncorrected + reach),
      level,
      method: 'normal, delta method',
    },
    n,
    uncorrected,
    correction,
  });
}
