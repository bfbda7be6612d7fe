import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { faultOfCount, faultOfLevel } from '../numeric/checks.ts';
import { answer, type Answer, type Estimate } from '../result.ts';

/**
 * Exact interval of a share k/n: coverage is never below the level, and usually above it.
 * Source: Clopper & Pearson 1934, Biometrika 26:404, by quantiles of the beta distribution. No unit:
 * shares, limits within 0 and 1; one-sided in truth at k = 0 and k = n. Assumes n independent trials with one chance.
 * Cannot: `empty` (n = 0), `out-of-range` (not counts, k > n, level), `not-a-number`.
 */
export function clopperPearson(k: number, n: number, level = 0.95): Answer<Estimate> {
  const fault = faultOfCount(k, n) ?? faultOfLevel(level);
  if (fault) return fault;
  const tail = (1 - level) / 2;
  const low = k === 0 ? 0 : betaQuantile(tail, k, n - k + 1);
  const high = k === n ? 1 : betaQuantile(1 - tail, k + 1, n - k);
  return answer({ estimate: k / n, interval: { low, high, level, method: 'Clopper-Pearson exact' }, n });
}
