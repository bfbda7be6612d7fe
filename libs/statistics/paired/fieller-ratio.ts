import { spreadOf } from '../description/mean.ts';
import { tCritical } from '../distribution/student-t.ts';
import { faultOfLevel, faultOfPairs } from '../numeric/checks.ts';
import { fiellerLimits } from '../numeric/fieller-limits.ts';
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
  if (before.sumOfSquares === 0 && after.sumOfSquares === 0) {
    return cannot('no-variation', 'Neither list has any spread.');
  }
  const n = pre.length;
  const limits = fiellerLimits(pre, post, tCritical(level, n - 1)) ?? { low: null, high: null };
  return answer({ estimate: after.mean / before.mean, interval: { ...limits, level, method: 'Fieller' }, n });
}
