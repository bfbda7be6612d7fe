import { normalCritical } from '../distribution/normal.ts';
import { faultOfCount, faultOfLevel } from '../numeric/checks.ts';
import { answer, type Answer, type Estimate } from '../result.ts';

/**
 * Score interval of a share k/n, both limits within 0 and 1.
 * Source: Wilson 1927, JASA 22:209; method 3 of Newcombe 1998, Stat. Med. 17:857.
 * Assumes n independent trials. No units: shares.
 * Cannot: `empty` (n = 0), `out-of-range` (not counts, k > n, level), `not-a-number`.
 */
export function wilson(k: number, n: number, level = 0.95): Answer<Estimate> {
  const fault = faultOfCount(k, n) ?? faultOfLevel(level);
  if (fault) return fault;
  const { low, high } = wilsonLimits(k, n, normalCritical(level));
  return answer({ estimate: k / n, interval: { low, high, level, method: 'Wilson score' }, n });
}

export function wilsonLimits(k: number, n: number, z: number): { low: number; high: number } {
  const z2 = z * z;
  const middle = 2 * k + z2;
  const reach = z * Math.sqrt(z2 + (4 * k * (n - k)) / n);
  const width = 2 * (n + z2);
  // At k = 0 and k = n a limit is exact, and rounding would leave it a hair off.
  return {
    low: k === 0 ? 0 : Math.max(0, (middle - reach) / width),
    high: k === n ? 1 : Math.min(1, (middle + reach) / width),
  };
}
