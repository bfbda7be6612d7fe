import { normalCritical } from '../distribution/normal.ts';
import { faultOfCount, faultOfLevel } from '../numeric/checks.ts';
import { answer, type Answer, type Estimate } from '../result.ts';
import { wilsonLimits } from './wilson.ts';

/** How many units passed both times, only the first, only the second, neither. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
}

/**
 * Difference of two shares of the same units, first - second, with the hybrid score interval.
 * Source: Newcombe 1998, Stat. Med. 17:2635, method 10 (its correlation takes a continuity correction
 * when positive, and is 0 when a margin is empty). No unit: a difference of shares, limits within -1 and 1.
 * Assumes independent units, each seen both times. `n` counts the units.
 * Cannot: `empty` (no unit), `out-of-range` (not counts, level), `not-a-number`.
 */
export function pairedProportionDifference(counts: PairedCounts, level = 0.95): Answer<Estimate> {
  const { both, onlyFirst, onlySecond, neither } = counts;
  const n = both + onlyFirst + onlySecond + neither;
  const [first, second] = [both + onlyFirst, both + onlySecond];
  let fault = faultOfLevel(level);
  for (const count of [both, onlyFirst, onlySecond, neither]) fault ??= faultOfCount(count, n);
  if (fault) return fault;

  const z = normalCritical(level);
  const [w1, w2] = [wilsonLimits(first, n, z), wilsonLimits(second, n, z)];
  const phi = correlation(counts, n);
  const [p1, p2] = [first / n, second / n];
  const estimate = (onlyFirst - onlySecond) / n;
  const low = estimate - lawOfCosines(p1 - w1.low, w2.high - p2, phi);
  const high = estimate + lawOfCosines(w1.high - p1, p2 - w2.low, phi);
  const method = 'Newcombe paired hybrid score (method 10)';
  return answer({
    estimate,
    interval: { low: Math.max(-1, low), high: Math.min(1, high), level, method },
    n,
  });
}

function correlation({ both, onlyFirst, onlySecond, neither }: PairedCounts, n: number): number {
  const margins = (both + onlyFirst) * (onlySecond + neither) * ((both + onlySecond) * (onlyFirst + neither));
  if (margins === 0) return 0;
  const determinant = both * neither - onlyFirst * onlySecond;
  const corrected = determinant > 0 ? Math.max(0, determinant - n / 2) : determinant;
  return corrected / Math.sqrt(margins);
}

function lawOfCosines(a: number, b: number, phi: number): number {
  return Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b));
}
