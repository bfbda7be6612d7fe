import { at } from '../numeric/at.ts';
import { faultOfValues } from '../numeric/checks.ts';
import { answer, cannot, type Answer } from '../result.ts';

/**
 * p values adjusted so that rejecting those ≤ q holds the false discovery rate at q; in the order given.
 * For the i-th smallest of m: the least of p(j) m / j over j ≥ i, at most 1. No unit.
 * Source: Benjamini & Hochberg 1995, JRSS B 57:289 (the procedure; adjusted p as R's p.adjust). Assumes independent or positively dependent tests.
 * Cannot: `empty`, `not-a-number`, `out-of-range` (a p outside 0 to 1).
 */
export function benjaminiHochberg(p: readonly number[]): Answer<{ n: number; adjusted: readonly number[] }> {
  const fault = faultOfValues(p, 1, 'p values');
  if (fault) return fault;
  if (p.some((value) => value < 0 || value > 1)) return cannot('out-of-range', 'A p value lies from 0 to 1.');
  const descending = p.map((_, i) => i).sort((i, j) => at(p, j) - at(p, i));
  const adjusted = Array.from(p);
  let least = 1;
  for (const [position, index] of descending.entries()) {
    // The quotient first: it is at least 1, so that rounding never lowers a p value.
    least = Math.min(least, at(p, index) * (p.length / (p.length - position)));
    adjusted[index] = least;
  }
  return answer({ n: p.length, adjusted });
}
