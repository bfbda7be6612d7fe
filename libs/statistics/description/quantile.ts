import { ascending } from '../numeric/ascending.ts';
import { at } from '../numeric/at.ts';
import { faultOfValues } from '../numeric/checks.ts';
import { answer, cannot, type Answer } from '../result.ts';

/** 6: Weibull, Minitab, SPSS. 7: the default of R and spreadsheets. 8: about median-unbiased. */
export type QuantileType = 6 | 7 | 8;

/**
 * Sample quantile at 0 ≤ p ≤ 1, in the unit of the values, by linear interpolation between order statistics.
 * Source: Hyndman & Fan 1996, Am. Stat. 50:361, definitions 6, 7 and 8 (8 is the one they recommend, and the default).
 * p beyond the outermost position gives the least or greatest value. Assumes values of one law, none censored.
 * Cannot: `empty`, `not-a-number`, `out-of-range` (p).
 */
export function quantile(
  values: readonly number[],
  p: number,
  type: QuantileType = 8,
): Answer<{ n: number; estimate: number }> {
  const fault = faultOfValues(values);
  if (fault) return fault;
  if (!(p >= 0 && p <= 1)) return cannot('out-of-range', 'A quantile is asked at a share between 0 and 1.');
  return answer({ n: values.length, estimate: sortedQuantile(ascending(values), p, type) });
}

/** The same on values already in ascending order, at least one. */
export function sortedQuantile(sorted: Float64Array, p: number, type: QuantileType): number {
  const n = sorted.length;
  const positions = { 6: (n + 1) * p, 7: (n - 1) * p + 1, 8: (n + 1 / 3) * p + 1 / 3 };
  const position = Math.min(n, Math.max(1, positions[type]));
  // (n + 1) p is often a whole number short by one rounding error.
  const below = Math.floor(position + 4 * Number.EPSILON);
  const low = at(sorted, below - 1);
  const share = position - below;
  return share <= 0 || below >= n ? low : low + share * (at(sorted, below) - low);
}
