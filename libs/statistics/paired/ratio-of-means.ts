import { at } from '../numeric/at.ts';
import { faultOfPairs } from '../numeric/checks.ts';
import { sum } from '../numeric/sum.ts';
import { answer, cannot, type Answer } from '../result.ts';
import { bootstrap, type BootstrapEstimate, type BootstrapOptions } from '../random/bootstrap.ts';

/**
 * mean(post) / mean(pre) of paired values, as a point: it needs one pair only. No unit; 1 is no change.
 * Never the mean of individual ratios, which weighs those who began low most.
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
 * it as a share gained. Source: Efron & Tibshirani 1993, 10.3 and 13.3, see `bootstrap`. Assumes independent pairs.
 * Cannot: as `ratioOfMeans` and `bootstrap`; `out-of-range` when a mean before is not positive, where a ratio says nothing.
 */
export function pairedRatioOfMeans(
  pre: readonly number[],
  post: readonly number[],
  options: BootstrapOptions,
): Answer<BootstrapEstimate> {
  const fault = faultOfPairs(pre, post);
  if (fault) return fault;
  const before = sum(pre);
  if (before === 0) return cannot('zero-denominator', 'The mean before is zero.');
  if (before < 0)
    return cannot('out-of-range', 'The mean before is negative: a ratio of means says nothing.');
  const [first, second] = [Float64Array.from(pre), Float64Array.from(post)];
  const result = bootstrap(first.length, (drawn) => ratioOfDrawn(first, second, drawn), options);
  return result.ok ? answer({ ...result, estimate: sum(post) / before }) : result;
}

function ratioOfDrawn(pre: Float64Array, post: Float64Array, drawn: Uint32Array): number {
  let before = 0;
  let after = 0;
  for (let i = 0; i < drawn.length; i += 1) {
    const unit = at(drawn, i);
    before += at(pre, unit);
    after += at(post, unit);
  }
  return before > 0 ? after / before : Number.NaN;
}
