import { at } from '../numeric/at.ts';
import { faultOfPairs } from '../numeric/checks.ts';
import { sum } from '../numeric/sum.ts';
import { cannot, type Answer } from '../result.ts';
import type { BootstrapEstimate, BootstrapOptions } from '../random/bootstrap.ts';
import { bootstrapSums } from '../random/bootstrap-sums.ts';

/**
 * Hake's normalised gain of the group: (mean(post) - mean(pre)) / (maximum - mean(pre)), the share of the possible
 * improvement that was reached. Interval by bootstrap over the pairs.
 * Source: Hake 1998, Am. J. Phys. 66:64, eq. 1. Scores in the unit of `maximum`, the best possible score.
 * Cannot: as `bootstrap`, and `unequal-lengths`, `not-a-number`, `out-of-range` (a score above the maximum),
 * `zero-denominator` (everyone began at the maximum).
 */
export function hakeGain(
  pre: readonly number[],
  post: readonly number[],
  maximum: number,
  options: BootstrapOptions,
): Answer<BootstrapEstimate> {
  const fault = faultOfPairs(pre, post);
  if (fault) return fault;
  if (!Number.isFinite(maximum)) return cannot('not-a-number', 'The maximum is not a finite number.');
  if (pre.some((score) => score > maximum) || post.some((score) => score > maximum)) {
    return cannot('out-of-range', `A score is above the maximum of ${maximum}.`);
  }
  const room = pre.map((score) => maximum - score);
  if (sum(room) === 0) {
    return cannot('zero-denominator', 'Everyone began at the maximum: nothing was left to gain.');
  }
  return bootstrapSums(
    pre.map((score, i) => [at(post, i) - score, at(room, i)]),
    ([gained = 0, possible = 0]) => gained / possible,
    options,
  );
}
