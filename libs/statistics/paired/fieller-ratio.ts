import { spreadOf } from '../description/mean.ts';
import { tCritical } from '../distribution/student-t.ts';
import { at } from '../numeric/at.ts';
import { faultOfLevel, faultOfPairs } from '../numeric/checks.ts';
import { sumBy } from '../numeric/sum.ts';
import { answer, cannot, type Answer, type Estimate } from '../result.ts';

/**
 * mean(post) / mean(pre) of paired values with Fieller's interval. No unit; 1 is no change.
 * Source: Fieller 1954, JRSS B 16:175; Finney 1978, Statistical Method in Biological Assay, chapter 4. Assumes that the
 * pairs are independent and bivariate normal. Where the mean before does not differ from zero at the level, the ratio is
 * unbounded: both ends are `null`.
 * Cannot: `empty`, `one-value`, `unequal-lengths`, `not-a-number`, `zero-denominator`, `no-variation`, `out-of-range` (level).
 */
export function fiellerRatio(
  pre: readonly number[],
  post: readonly number[],
  level = 0.95,
): Answer<Estimate> {
  const fault = faultOfPairs(pre, post) ?? faultOfLevel(level);
  if (fault) return fault;
  const [before, after] = [spreadOf(pre), spreadOf(post)];
  if (before.mean === 0) return cannot('zero-denominator', 'The mean before is zero.');
  const n = pre.length;
  const perMean = n * (n - 1);
  const products = sumBy(pre, (value, i) => (value - before.mean) * (at(post, i) - after.mean));
  if (before.sumOfSquares === 0 && after.sumOfSquares === 0) {
    return cannot('no-variation', 'Neither list has any spread.');
  }
  const t2 = tCritical(level, n - 1) ** 2;
  const method = 'Fieller';
  // The limits are the roots of a θ² - 2 b θ + c.
  const a = before.mean ** 2 - (t2 * before.sumOfSquares) / perMean;
  const b = before.mean * after.mean - (t2 * products) / perMean;
  const c = after.mean ** 2 - (t2 * after.sumOfSquares) / perMean;
  const estimate = after.mean / before.mean;
  if (a <= 0) return answer({ estimate, interval: { low: null, high: null, level, method }, n });
  const root = Math.sqrt(Math.max(0, b * b - a * c));
  return answer({ estimate, interval: { low: (b - root) / a, high: (b + root) / a, level, method }, n });
}
