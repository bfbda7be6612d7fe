import { at } from '../numeric/at.ts';
import { bootstrap, type BootstrapEstimate, type BootstrapOptions } from '../random/bootstrap.ts';
import { answer, cannot, type Answer, type Cannot } from '../result.ts';
import {
  coincidencesOf,
  squaredDisagreement,
  type AgreementMetric,
  type Coincidence,
  type Rating,
} from './coincidences.ts';

export interface KrippendorffAlpha {
  /** 1: perfect; 0: as by chance; below: systematic disagreement. */
  readonly estimate: number;
  /** Units with two ratings or more. */
  readonly n: number;
  /** Ratings that could be paired. */
  readonly ratings: number;
}

/**
 * Krippendorff's α: 1 - observed over expected disagreement. One row a unit (an item), one column a rater, `null` for missing.
 * Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; Content Analysis, 4th ed., chapter 12.
 * No unit; at most 1. Ratios need values of zero or more. Assumes units, and ratings within one, made independently. The order of units and raters does not matter.
 * Cannot: `empty`, `too-few` (no unit with two ratings), `no-variation` (only one value was ever given: there is nothing to tell
 * apart), `not-a-number` (a text where numbers are needed), `out-of-range` (ratio metric, a negative value),
 * `overflow`.
 */
export function krippendorffAlpha(
  units: readonly (readonly Rating[])[],
  metric: AgreementMetric,
): Answer<KrippendorffAlpha> {
  const table = tabulate(units, metric);
  if (!table.ok) return table;
  const estimate = alphaOf(table, metric, allOf(table.units.length));
  return answer({ estimate, n: table.units.length, ratings: table.ratings });
}

/**
 * The same with a bootstrap interval over units (percentile unless told).
 * Source: Zapf et al. 2016, BMC Med. Res. Methodol. 16:93, whose simulations prefer it to resampling single pairs.
 * No unit; assumes independent units, too narrow for few of them. `n` counts the units with two ratings or more.
 * Cannot: as `krippendorffAlpha` and `bootstrap`; `unstable` when so few units vary that over 1% of resamples have one value only.
 */
export function krippendorffAlphaInterval(
  units: readonly (readonly Rating[])[],
  metric: AgreementMetric,
  options: BootstrapOptions,
): Answer<BootstrapEstimate> {
  const table = tabulate(units, metric);
  if (!table.ok) return table;
  return bootstrap(table.units.length, (drawn) => alphaOf(table, metric, drawn), options);
}

interface Table {
  readonly values: readonly (number | string)[];
  readonly units: readonly (readonly Coincidence[])[];
  readonly ratings: number;
}

function tabulate(units: readonly (readonly Rating[])[], metric: AgreementMetric): Answer<Table> {
  const rated = units.map((unit) => unit.filter((rating) => rating !== null));
  if (rated.every((unit) => unit.length === 0)) return cannot('empty', 'There are no ratings.');
  const fault = faultOfRatings(rated.flat(), metric);
  if (fault) return fault;
  const pairable = rated.filter((unit) => unit.length >= 2);
  if (pairable.length === 0) return cannot('too-few', 'No unit has two ratings.');
  const values = [...new Set(pairable.flat())].sort(compare);
  if (values.length === 1) return cannot('no-variation', 'Only one value was ever given.');
  const index = new Map(values.map((value, i) => [value, i]));
  return {
    ok: true,
    values,
    units: pairable.map((unit) => coincidencesOf(unit.map((rating) => index.get(rating) ?? 0))),
    ratings: pairable.reduce((count, unit) => count + unit.length, 0),
  };
}

function faultOfRatings(ratings: readonly (number | string)[], metric: AgreementMetric): Cannot | null {
  const notFinite = (rating: number | string): boolean =>
    typeof rating === 'number' && !Number.isFinite(rating);
  if (ratings.some(notFinite)) return cannot('not-a-number', 'A rating is not a finite number.');
  if (metric === 'nominal') return null;
  if (ratings.some((rating) => typeof rating === 'string')) {
    return cannot('not-a-number', `The ${metric} metric needs numbers.`);
  }
  return metric === 'ratio' && ratings.some((rating) => Number(rating) < 0)
    ? cannot('out-of-range', 'The ratio metric needs values of zero or more.')
    : null;
}

/** NaN when only one value is left among the units drawn. */
function alphaOf(table: Table, metric: AgreementMetric, drawn: Uint32Array): number {
  const size = table.values.length;
  const totals = new Float64Array(size);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < drawn.length; i += 1) {
    for (const { c, k, weight } of at(table.units, at(drawn, i))) {
      matrix[c * size + k] = at(matrix, c * size + k) + weight;
      totals[c] = at(totals, c) + weight;
    }
  }
  const distance = squaredDisagreement(metric, table.values, totals);
  let observed = 0;
  let expected = 0;
  let count = 0;
  for (let c = 0; c < size; c += 1) {
    count += at(totals, c);
    for (let k = 0; k < c; k += 1) {
      const squared = distance(c, k);
      observed += at(matrix, c * size + k) * squared;
      expected += at(totals, c) * at(totals, k) * squared;
    }
  }
  return expected === 0 ? Number.NaN : 1 - ((count - 1) * observed) / expected;
}

const allOf = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i);

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [first, second] = [`${typeof a} ${a}`, `${typeof b} ${b}`];
  return first < second ? -1 : Number(first > second);
}
