import { normalCritical } from '../distribution/normal.ts';
import { cumulative, leastAtOrAbove, mannWhitneyProbabilities } from '../distribution/rank-sums.ts';

/** R's wilcox.test turns to the normal approximation at the same size. */
export const MOST_EXACT = 50;

/** Which difference from either end bounds the shift, counted from 1, and the level it really has. */
export function differenceRank(
  m: number,
  n: number,
  tieTerm: number,
  level: number,
): { rank: number; level: number } {
  const tail = (1 - level) / 2;
  if (tieTerm === 0 && m < MOST_EXACT && n < MOST_EXACT) {
    const probabilities = mannWhitneyProbabilities(m, n);
    const rank = leastAtOrAbove(probabilities, tail);
    // Even the extreme differences fall short of the level when the groups are tiny.
    return rank === 0 ? { rank: 1, level: 1 - 2 * cumulative(probabilities, 0) } : { rank, level };
  }
  const total = m + n;
  const sd = Math.sqrt(((m * n) / 12) * (total + 1 - tieTerm / (total * (total - 1))));
  const rank = Math.floor((m * n) / 2 - normalCritical(level) * sd);
  return rank >= 1 ? { rank, level } : { rank: 1, level: Math.min(level, levelOfExtremes(m, n)) };
}

/** Of the interval from the least difference to the greatest: 1 - 2 P(U = 0), and P(U = 0) is 1 over the arrangements. */
function levelOfExtremes(m: number, n: number): number {
  let chance = 1;
  for (let i = 1; i <= m; i += 1) chance *= i / (n + i);
  return 1 - 2 * chance;
}
