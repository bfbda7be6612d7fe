import { spreadOf } from '../description/mean.ts';
import { tCritical, tTwoSidedP } from '../distribution/student-t.ts';
import { at } from '../numeric/at.ts';
import { faultOfLevel, faultOfPairs } from '../numeric/checks.ts';
import type { BootstrapEstimate } from '../random/bootstrap.ts';
import { ratioBootstrap, type RatioOptions } from '../random/ratio-bootstrap.ts';
import { answer, cannot, type Answer, type Estimate } from '../result.ts';

export interface MeanDifference extends Estimate {
  /** Standard deviation of the differences, in their unit. */
  readonly sd: number;
  readonly t: number;
  readonly degreesOfFreedom: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Mean of post - pre of the same units with Student's t interval, in the unit of the values.
 * Source: Student 1908, Biometrika 6:1; ISO 2854:1976, Table A. Assumes independent pairs; exact for normal differences.
 * Cannot: `empty`, `one-value`, `unequal-lengths`, `not-a-number`, `no-variation` (all differences equal), `out-of-range` (level).
 */
export function pairedMeanDifference(
  pre: readonly number[],
  post: readonly number[],
  level = 0.95,
): Answer<MeanDifference> {
  const fault = faultOfPairs(pre, post) ?? faultOfLevel(level);
  if (fault) return fault;
  const { n, mean, sumOfSquares } = spreadOf(post.map((value, i) => value - at(pre, i)));
  if (sumOfSquares === 0) return cannot('no-variation', 'Every pair differs by the same amount.');
  const degreesOfFreedom = n - 1;
  const sd = Math.sqrt(sumOfSquares / degreesOfFreedom);
  const standardError = sd / Math.sqrt(n);
  const reach = tCritical(level, degreesOfFreedom) * standardError;
  const t = mean / standardError;
  return answer({
    estimate: mean,
    interval: { low: mean - reach, high: mean + reach, level, method: 'paired t' },
    n,
    sd,
    t,
    degreesOfFreedom,
    p: tTwoSidedP(t, degreesOfFreedom),
  });
}

/**
 * The same mean with a bootstrap interval (symmetric t unless told), for differences that are skewed, as those of durations
 * are. Unit: that of the values. Source: see `ratioBootstrap`. Assumes independent pairs.
 * Cannot: `empty`, `one-value`, `unequal-lengths`, `not-a-number`, and as `ratioBootstrap`: `too-few` for four pairs or fewer.
 */
export function resampledMeanDifference(
  pre: readonly number[],
  post: readonly number[],
  options: RatioOptions,
): Answer<BootstrapEstimate> {
  const fault = faultOfPairs(pre, post);
  if (fault) return fault;
  const differences = post.map((value, i) => value - at(pre, i));
  const ones = differences.map(() => 1);
  return ratioBootstrap(ones, differences, { method: 'symmetric t', ...options });
}
