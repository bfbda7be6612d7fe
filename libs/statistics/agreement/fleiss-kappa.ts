import { at } from '../numeric/at.ts';
import { faultOfValues } from '../numeric/checks.ts';
import { sumBy } from '../numeric/sum.ts';
import { answer, cannot, type Answer } from '../result.ts';

export interface FleissKappa {
  readonly estimate: number;
  readonly n: number;
  readonly raters: number;
}

/**
 * Fleiss' kappa: agreement of a fixed number of ratings for each unit. `counts[i][j]`: ratings that put unit i into category j.
 * Source: Fleiss 1971, Psychol. Bull. 76:378. No unit, at most 1: (P̄ - P̄e) / (1 - P̄e) as named
 * there. Nominal categories; units need not share raters. Assumes independent units and ratings.
 * Cannot: `empty`, `too-few` (one rating for each), `unequal-lengths` (rows differ in length or total), `out-of-range` (not counts),
 * `not-a-number`, `no-variation` (one category throughout).
 */
export function fleissKappa(counts: readonly (readonly number[])[]): Answer<FleissKappa> {
  const fault = faultOfValues(counts.flat());
  if (fault) return fault;
  if (counts.flat().some((count) => !Number.isSafeInteger(count) || count < 0)) {
    return cannot('out-of-range', 'Counts are whole numbers, zero or more.');
  }
  const categories = at(counts, 0).length;
  const raters = sumBy(at(counts, 0), (count) => count);
  if (counts.some((row) => row.length !== categories || sumBy(row, (count) => count) !== raters)) {
    return cannot('unequal-lengths', 'Each unit needs the same number of ratings.');
  }
  if (raters < 2) return cannot('too-few', 'Agreement needs two ratings for each unit.');
  const n = counts.length;
  const agreed =
    sumBy(counts, (row) => sumBy(row, (count) => count * (count - 1))) / (n * raters * (raters - 1));
  const shares = at(counts, 0).map((_, j) => sumBy(counts, (row) => at(row, j)) / (n * raters));
  const chance = sumBy(shares, (share) => share ** 2);
  if (shares.filter((share) => share > 0).length === 1) {
    return cannot('no-variation', 'Every rating is in one category.');
  }
  return answer({ estimate: (agreed - chance) / (1 - chance), n, raters });
}
