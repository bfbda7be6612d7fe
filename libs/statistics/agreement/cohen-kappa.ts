import { at } from '../numeric/at.ts';
import { faultOfValues } from '../numeric/checks.ts';
import { sumBy } from '../numeric/sum.ts';
import { answer, cannot, type Answer } from '../result.ts';

/** Disagreement weights: 0 or 1, distance, or squared distance between categories, or a table of one's own. */
export type KappaWeights = 'unweighted' | 'linear' | 'quadratic' | readonly (readonly number[])[];

export interface CohenKappa {
  readonly estimate: number;
  /** Total of the table: units, or 1 for a table of shares. */
  readonly n: number;
}

/**
 * Cohen's kappa of two raters, weighted or not: 1 - Σ v·observed / Σ v·expected with disagreement weights v.
 * `table[i][j]`: how many units (or which share) the first put into category i, the second into j.
 * Source: Cohen 1960, Educ. Psychol. Meas. 20:37; Cohen 1968, Psychol. Bull. 70:213.
 * No unit, at most 1. Assumes units judged independently of each other, each by the same two raters.
 * Cannot: `empty`, `unequal-lengths` (table or weights not square), `not-a-number`, `out-of-range` (negative entry or weight),
 * `no-variation` (no disagreement is expected: both always used one category, or the weights are 0), `overflow`.
 */
export function cohenKappa(
  table: readonly (readonly number[])[],
  weights: KappaWeights = 'unweighted',
): Answer<CohenKappa> {
  const fault = faultOfValues(table.flat());
  if (fault) return fault;
  if (table.some((row) => row.length !== table.length)) {
    return cannot('unequal-lengths', 'A table of agreement is square.');
  }
  if (table.flat().some((entry) => entry < 0)) return cannot('out-of-range', 'An entry is negative.');
  const v = weightTable(table.length, weights);
  if (v === null) return cannot('unequal-lengths', 'The weights do not fit the table.');
  if (!v.flat().every(Number.isFinite)) return cannot('not-a-number', 'A weight is not a finite number.');
  if (v.flat().some((weight) => weight < 0)) return cannot('out-of-range', 'A weight is negative.');

  const rows = table.map((row) => sumBy(row, (entry) => entry));
  const columns = table.map((_, j) => sumBy(table, (row) => at(row, j)));
  const n = sumBy(rows, (total) => total);
  if (n === 0) return cannot('empty', 'The table is empty.');
  const observed = sumBy(table, (row, i) => sumBy(row, (entry, j) => at(at(v, i), j) * entry));
  const expected = sumBy(rows, (row, i) =>
    sumBy(columns, (column, j) => (at(at(v, i), j) * row * column) / n),
  );
  if (expected === 0) return cannot('no-variation', 'Both raters always used the same category.');
  return answer({ estimate: 1 - observed / expected, n });
}

function weightTable(size: number, weights: KappaWeights): readonly (readonly number[])[] | null {
  if (typeof weights !== 'string') {
    return weights.length === size && weights.every((row) => row.length === size) ? weights : null;
  }
  const power = { unweighted: 0, linear: 1, quadratic: 2 }[weights];
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => (i === j ? 0 : Math.abs(i - j) ** power)),
  );
}
