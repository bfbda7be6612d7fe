import { normalCritical } from '../distribution/normal.ts';
import { faultOfCount, faultOfLevel } from '../numeric/checks.ts';
import { answer, type Answer, type Estimate } from '../result.ts';
import { wilsonLimits } from './wilson.ts';

/** `k` of `n`. */
export interface Share {
  readonly k: number;
  readonly n: number;
}

/**
 * Difference of two independent shares, a - b, with the hybrid score interval.
 * Source: Newcombe 1998, Stat. Med. 17:873, method 10 (no continuity correction). Limits within -1 and 1.
 * No unit: a difference of shares. Assumes two independent groups of independent trials. `n` is that of both together.
 * Cannot: `empty` (either n = 0), `out-of-range` (not counts, k > n, level), `not-a-number`.
 */
export function newcombeDifference(a: Share, b: Share, level = 0.95): Answer<Estimate> {
  const fault = faultOfCount(a.k, a.n) ?? faultOfCount(b.k, b.n) ?? faultOfLevel(level);
  if (fault) return fault;
  const z = normalCritical(level);
  const [pa, pb] = [a.k / a.n, b.k / b.n];
  const [wa, wb] = [wilsonLimits(a.k, a.n, z), wilsonLimits(b.k, b.n, z)];
  const estimate = pa - pb;
  const low = estimate - Math.hypot(pa - wa.low, wb.high - pb);
  const high = estimate + Math.hypot(wa.high - pa, pb - wb.low);
  return answer({
    estimate,
    interval: {
      low: Math.max(-1, low),
      high: Math.min(1, high),
      level,
      method: 'Newcombe hybrid score (method 10)',
    },
    n: a.n + b.n,
  });
}
