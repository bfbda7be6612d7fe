import { at } from '../numeric/at.ts';
import { faultOfPairs } from '../numeric/checks.ts';
import { sum } from '../numeric/sum.ts';
import { answer, cannot, type Answer, type Estimate } from '../result.ts';
import type { BootstrapEstimate } from '../random/bootstrap.ts';
import { ratioBootstrap, type RatioOptions } from '../random/ratio-bootstrap.ts';
import { fiellerRatio } from './fieller-ratio.ts';

/**
 * Hake's normalised gain of the group: (mean(post) - mean(pre)) / (maximum - mean(pre)), the share of the possible
 * improvement that was reached. Interval by bootstrap over the pairs (percentile unless told), see `ratioBootstrap`.
 * Source: Hake 1998, Am. J. Phys. 66:64, eq. 1. Scores in the unit of `maximum`, the best possible score.
 * Cannot: as `ratioBootstrap`, and `unequal-lengths`, `not-a-number`, `out-of-range` (a score above the maximum),
 * `zero-denominator` (everyone began at the maximum).
 */
export function hakeGain(
  pre: readonly number[],
  post: readonly number[],
  maximum: number,
  options: RatioOptions,
): Answer<BootstrapEstimate> {
  const parts = gainAndRoom(pre, post, maximum);
  if (!parts.ok) return parts;
  return ratioBootstrap(parts.room, parts.gained, options);
}

/**
 * The same of many learners: with Fieller's interval for the ratio of the mean gain to the mean room, as resampling thousands
 * takes long and says no more. Source, units and what it cannot: as `hakeGain` and `fiellerRatio`.
 */
export function hakeGainOfMany(
  pre: readonly number[],
  post: readonly number[],
  maximum: number,
  level = 0.95,
): Answer<Estimate> {
  const parts = gainAndRoom(pre, post, maximum);
  return parts.ok ? fiellerRatio(parts.room, parts.gained, level) : parts;
}

function gainAndRoom(
  pre: readonly number[],
  post: readonly number[],
  maximum: number,
): Answer<{ gained: number[]; room: number[] }> {
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
  return answer({ gained: pre.map((score, i) => at(post, i) - score), room });
}
