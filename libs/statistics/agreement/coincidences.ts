import { at } from '../numeric/at.ts';

/** One judgement; `null` where a rater did not judge. Only the nominal metric takes texts. */
export type Rating = number | string | null;

/** Which disagreement counts how much; Krippendorff's δ². */
export type AgreementMetric = 'nominal' | 'ordinal' | 'interval' | 'ratio';

/** A pair of values, by index, and what one unit adds to their cell of the coincidence matrix. */
export interface Coincidence {
  readonly c: number;
  readonly k: number;
  readonly weight: number;
}

/**
 * What one unit with m ≥ 2 ratings adds: each ordered pair of ratings by different raters, over m - 1.
 * @param ratings index of each rating's value
 */
export function coincidencesOf(ratings: readonly number[]): Coincidence[] {
  const counts = new Map<number, number>();
  for (const value of ratings) counts.set(value, (counts.get(value) ?? 0) + 1);
  const cells: Coincidence[] = [];
  for (const [c, times] of counts) {
    for (const [k, others] of counts) {
      const pairs = c === k ? times * (times - 1) : times * others;
      if (pairs > 0) cells.push({ c, k, weight: pairs / (ratings.length - 1) });
    }
  }
  return cells;
}

/**
 * δ²(c, k) for values in ascending order (nominal: any).
 * Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section E.
 * @param totals how often each value was given; the ordinal metric depends on them
 */
export function squaredDisagreement(
  metric: AgreementMetric,
  values: readonly (number | string)[],
  totals: Float64Array,
): (c: number, k: number) => number {
  if (metric === 'nominal') return (c, k) => (c === k ? 0 : 1);
  const numbers = values.map(Number);
  if (metric === 'interval') return (c, k) => (at(numbers, c) - at(numbers, k)) ** 2;
  if (metric === 'ratio') {
    return (c, k) =>
      c === k ? 0 : ((at(numbers, c) - at(numbers, k)) / (at(numbers, c) + at(numbers, k))) ** 2;
  }
  // Mid-ranks: those between two values, and half of each end.
  const midranks = new Float64Array(totals.length);
  let below = 0;
  for (let i = 0; i < totals.length; i += 1) {
    midranks[i] = below + at(totals, i) / 2;
    below += at(totals, i);
  }
  return (c, k) => (at(midranks, c) - at(midranks, k)) ** 2;
}
