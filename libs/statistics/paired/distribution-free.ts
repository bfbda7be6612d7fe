import { spreadOf } from '../description/mean.ts';
import { hedgesCorrection } from '../distribution/hedges-correction.ts';
import { tCritical } from '../distribution/student-t.ts';
import { at } from '../numeric/at.ts';
import { faultOfLevel, faultOfPairs } from '../numeric/checks.ts';
import { sumBy } from '../numeric/sum.ts';
import { answer, cannot, type Answer, type Cannot, type Estimate } from '../result.ts';

/** With fewer pairs the fourth moments of the sample say too little: the interval falls below its level. */
const FEWEST_PAIRS = 30;

/**
 * Hedges' g_z with an interval that assumes no distribution: the standard error takes skewness and kurtosis from the sample.
 * Estimate as `hedgesGz`. Source: the delta method (van der Vaart 1998, Asymptotic Statistics, theorem 3.1) on the first two
 * moments: the mean square of z - (d/2)(z² - 1), z the standardised differences; Student's t with n - 1 degrees of freedom; ends times J.
 * Assumes independent pairs with four moments.
 * Cannot: `too-few` (under 30 pairs, where it is too narrow), else as `hedgesGz`.
 */
export function gzDistributionFree(
  pre: readonly number[],
  post: readonly number[],
  level = 0.95,
): Answer<Estimate> {
  const fault = faultOf(pre, post, level);
  if (fault) return fault;
  const { n, mean, sumOfSquares } = spreadOf(post.map((value, i) => value - at(pre, i)));
  if (sumOfSquares === 0) return cannot('no-variation', 'Every pair differs by the same amount.');
  const sd = Math.sqrt(sumOfSquares / (n - 1));
  const difference = mean / sd;
  const influences = pre.map((before, i) => {
    const z = (at(post, i) - before - mean) / sd;
    return z - (difference / 2) * (z ** 2 - 1);
  });
  return estimateBy(difference, influences, level);
}

/**
 * d_av with Hedges' correction, the same way: the deviations' influence is (x² - s²) / (4 s) for each of the two lists.
 * Estimate as `hedgesDav`; source, assumptions and what it cannot as `gzDistributionFree`.
 */
export function davDistributionFree(
  pre: readonly number[],
  post: readonly number[],
  level = 0.95,
): Answer<Estimate> {
  const fault = faultOf(pre, post, level);
  if (fault) return fault;
  const df = pre.length - 1;
  const [before, after] = [spreadOf(pre), spreadOf(post)];
  const [first, second] = [Math.sqrt(before.sumOfSquares / df), Math.sqrt(after.sumOfSquares / df)];
  const average = (first + second) / 2;
  if (average === 0) return cannot('no-variation', 'Neither list has any spread.');
  const difference = (after.mean - before.mean) / average;
  const ofSpread = (deviation: number, sd: number) => (sd === 0 ? 0 : (deviation ** 2 - sd ** 2) / (4 * sd));
  const influences = pre.map((value, i) => {
    const [x, y] = [value - before.mean, at(post, i) - after.mean];
    return (y - x - difference * (ofSpread(x, first) + ofSpread(y, second))) / average;
  });
  return estimateBy(difference, influences, level);
}

function faultOf(pre: readonly number[], post: readonly number[], level: number): Cannot | null {
  const fault = faultOfPairs(pre, post, 3) ?? faultOfLevel(level);
  if (fault) return fault;
  return pre.length < FEWEST_PAIRS
    ? cannot('too-few', `An interval free of a distribution needs ${FEWEST_PAIRS} pairs.`)
    : null;
}

function estimateBy(difference: number, influences: readonly number[], level: number): Answer<Estimate> {
  const n = influences.length;
  const correction = hedgesCorrection(n - 1);
  const variance = sumBy(influences, (influence) => influence ** 2) / (n * (n - 1));
  if (variance === 0) return cannot('no-variation', 'Every pair differs by the same amount.');
  const reach = tCritical(level, n - 1) * Math.sqrt(variance);
  return answer({
    estimate: correction * difference,
    interval: {
      low: correction * (difference - reach),
      high: correction * (difference + reach),
      level,
      method: 'distribution-free, t',
    },
    n,
  });
}
