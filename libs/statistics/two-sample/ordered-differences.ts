import { at } from '../numeric/at.ts';

/** How many differences are looked at one by one, per value. */
const FEW = 8;

/**
 * The k-th smallest of all differences a - b, counted from 1, without forming them all: in time of (m + n) log m n.
 * As Johnson & Mizoguchi 1978, SIAM J. Comput. 7:147, narrows the candidates row by row; every step takes a difference that
 * stands in the middle of those left and counts how many lie below it.
 * @param x ascending
 * @param y ascending
 */
export function kthDifference(x: Float64Array, y: Float64Array, k: number): number {
  const rows = x.length;
  // Row i holds x[i] - y[j], rising as j falls; of it the places from low[i] to high[i] are still in question.
  const low = new Int32Array(rows);
  const high = new Int32Array(rows).fill(y.length);
  const valueAt = (row: number, place: number) => at(x, row) - at(y, y.length - 1 - place);
  let below = 0;
  let left = rows * y.length;
  while (left > FEW * (rows + y.length)) {
    const pivot = weightedMedianOfRows(low, high, valueAt);
    const less = placesWithin(x, y, (value) => value < pivot);
    const upTo = placesWithin(x, y, (value) => value <= pivot);
    if (k <= less.count) {
      for (let row = 0; row < rows; row += 1) high[row] = Math.min(at(high, row), at(less.places, row));
    } else if (k > upTo.count) {
      for (let row = 0; row < rows; row += 1) low[row] = Math.max(at(low, row), at(upTo.places, row));
    } else return pivot;
    below = 0;
    left = 0;
    for (let row = 0; row < rows; row += 1) {
      below += at(low, row);
      left += Math.max(0, at(high, row) - at(low, row));
    }
  }
  const candidates: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let place = at(low, row); place < at(high, row); place += 1) candidates.push(valueAt(row, place));
  }
  return at(Float64Array.from(candidates).sort(), k - 1 - below);
}

/** The middle differences of the rows, weighed by how much of each row is in question; the weighted median of them. */
function weightedMedianOfRows(
  low: Int32Array,
  high: Int32Array,
  valueAt: (row: number, place: number) => number,
): number {
  const middles: { value: number; weight: number }[] = [];
  let total = 0;
  for (let row = 0; row < low.length; row += 1) {
    const weight = at(high, row) - at(low, row);
    if (weight <= 0) continue;
    middles.push({ value: valueAt(row, at(low, row) + (weight >> 1)), weight });
    total += weight;
  }
  middles.sort((a, b) => a.value - b.value);
  let passed = 0;
  for (const { value, weight } of middles) {
    passed += weight;
    if (2 * passed >= total) return value;
  }
  return Number.NaN;
}

/** For each row how many of its differences, from the smallest on, fulfil a condition that the smaller ones fulfil; and in all. */
function placesWithin(x: Float64Array, y: Float64Array, holds: (value: number) => boolean) {
  const places = new Int32Array(x.length);
  let count = 0;
  // The greater x is, the fewer of its differences lie below.
  let place = y.length;
  for (let row = 0; row < x.length; row += 1) {
    while (place > 0 && !holds(at(x, row) - at(y, y.length - place))) place -= 1;
    places[row] = place;
    count += place;
  }
  return { places, count };
}
