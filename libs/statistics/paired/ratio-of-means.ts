import { faultOfPairs } from '../numeric/checks.ts';
import { sum } from '../numeric/sum.ts';
import type { BootstrapEstimate } from '../random/bootstrap.ts';
import { ratioBootstrap, type RatioOptions } from '../random/ratio-bootstrap.ts';
import { answer, cannot, type Answer } from '../result.ts';

/**
 * mean(post) / mean(pre) of paired values, as a point: it needs one pair only. No unit; 1 is no change.
 * Never the mean of individual ratios, which weighs those who began low most.
 * Source: Cochran 1977, Sampling Techniques, chapter 6 (ratio estimate). Assumes a scale with a true zero.
 * Cannot: `empty`, `unequal-lengths`, `not-a-number`, `zero-denominator` (mean of pre is 0), `overflow`.
 */
export function ratioOfMeans(
  pre: readonly number[],
  post: readonly number[],
): Answer<{ estimate: number; n: number }> {
  const fault = faultOfPairs(pre, post, 1);
  if (fault) return fault;
  const before = sum(pre);
  if (before === 0) return cannot('zero-denominator', 'The mean before is zero.');
  return answer({ estimate: sum(post) / before, n: pre.length });
}

/**
 * mean(post) / mean(pre) with a bootstrap interval over the pairs (percentile unless told). No unit; `relativeChange` gives
 * it as a share gained. Source: Efron & Tibshirani 1993, 10.3 and 13.3, see `ratioBootstrap`. Assumes independent pairs.
 * Cannot: as `ratioOfMeans` and `ratioBootstrap`; `out-of-range` when a mean before is not positive, where a ratio says nothing.
 */
export function pairedRatioOfMeans(
  pre: readonly number[],
  post: readonly number[],
  options: RatioOptions,
): Answer<BootstrapEstimate> {
  const fault = faultOfPairs(pre, post);
  if (fault) return fault;
  const before = sum(pre);
  if (before === 0) return cannot('zero-denominator', 'The mean before is zero.');
  if (before < 0)
    return cannot('out-of-range', 'The mean before is negative: a ratio of means says nothing.');
  return ratioBootstrap(pre, post, options);
}
