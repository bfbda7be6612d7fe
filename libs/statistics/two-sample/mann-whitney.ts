import { normalCdf } from '../distribution/normal.ts';
import { cumulative, mannWhitneyProbabilities } from '../distribution/rank-sums.ts';
import { ascending } from '../numeric/ascending.ts';
import { faultOfLevel, faultOfValues } from '../numeric/checks.ts';
import { midranks } from '../numeric/midranks.ts';
import { answer, cannot, type Answer, type Estimate } from '../result.ts';
import { differenceRank, MOST_EXACT } from './difference-rank.ts';
import { kthDifference } from './ordered-differences.ts';

export interface MannWhitney {
  readonly n: number;
  /** Pairs (x, y) with x > y, equal ones half. */
  readonly u: number;
  /** u / (m n): the chance that an x exceeds a y. */
  readonly probabilityOfSuperiority: number;
  readonly p: number;
  /** One-sided, x tends to be greater. */
  readonly pGreater: number;
  readonly pLess: number;
  /** Exact distribution; otherwise normal with the correction for ties and for continuity. */
  readonly exact: boolean;
}

/**
 * Whether values of x tend to exceed those of y, by ranks. No unit. Ignores censoring: not for durations with open cases.
 * Source: Mann & Whitney 1947, Ann. Math. Stat. 18:50; ties as in Lehmann 1975, Nonparametrics, 1.4.
 * Exact below 50 in each group without ties. Assumes independent values; p is about the groups being alike in law.
 * Cannot: `empty`, `not-a-number`, `no-variation` (all values equal).
 */
export function mannWhitney(x: readonly number[], y: readonly number[]): Answer<MannWhitney> {
  const fault = faultOfValues(x) ?? faultOfValues(y);
  if (fault) return fault;
  const [m, n] = [x.length, y.length];
  const { ranks, tieTerm } = midranks([...x, ...y]);
  const total = m + n;
  if (tieTerm === total ** 3 - total) return cannot('no-variation', 'All values are equal.');
  const u = ranks.subarray(0, m).reduce((a, b) => a + b, 0) - (m * (m + 1)) / 2;
  const exact = tieTerm === 0 && m < MOST_EXACT && n < MOST_EXACT;
  const { pGreater, pLess } = exact ? exactTails(u, m, n) : normalTails(u, m, n, tieTerm);
  return answer({
    n: total,
    u,
    probabilityOfSuperiority: u / (m * n),
    p: Math.min(1, 2 * Math.min(pGreater, pLess)),
    pGreater,
    pLess,
    exact,
  });
}

/**
 * Hodges-Lehmann shift: the median of all differences x - y, in the unit of the values.
 * Source: Hodges & Lehmann 1963, Ann. Math. Stat. 34:598; interval Moses, in Hollander & Wolfe 1999, 4.3: order statistics
 * of the differences at the critical values of U (exact below 50 in each group without ties inside it, else normal with tied ranks).
 * Assumes that the groups differ by a shift only. Ignores censoring.
 * Cannot: `empty`, `not-a-number`, `no-variation` (all values equal), `out-of-range` (level). Where the groups are so small that
 * no rank reaches the level, the ends are the extreme differences and `level` is the one that they reach (with ties it is a lower bound).
 */
export function hodgesLehmannShift(
  x: readonly number[],
  y: readonly number[],
  level = 0.95,
): Answer<Estimate> {
  const fault = faultOfValues(x) ?? faultOfValues(y) ?? faultOfLevel(level);
  if (fault) return fault;
  if ([...x, ...y].every((value) => value === x[0])) return cannot('no-variation', 'All values are equal.');
  const [left, right] = [ascending(x), ascending(y)];
  const pairs = x.length * y.length;
  const difference = (k: number) => kthDifference(left, right, k);
  // Ties across the groups come and go as one is shifted; those within stay, and only they narrow the distribution of U.
  const tieTerm = midranks(x).tieTerm + midranks(y).tieTerm;
  const { rank, level: reached } = differenceRank(x.length, y.length, tieTerm, level);
  return answer({
    estimate: middle(pairs, difference),
    interval: {
      low: difference(rank),
      high: difference(pairs - rank + 1),
      level: reached,
      method: 'Hodges-Lehmann (Moses)',
    },
    n: x.length + y.length,
  });
}

function exactTails(u: number, m: number, n: number): { pGreater: number; pLess: number } {
  const probabilities = mannWhitneyProbabilities(m, n);
  // By symmetry P(U ≥ u) = P(U ≤ mn - u).
  return { pGreater: cumulative(probabilities, m * n - u), pLess: cumulative(probabilities, u) };
}

function normalTails(u: number, m: number, n: number, tieTerm: number): { pGreater: number; pLess: number } {
  const total = m + n;
  const sd = Math.sqrt(((m * n) / 12) * (total + 1 - tieTerm / (total * (total - 1))));
  const centre = (m * n) / 2;
  return { pGreater: normalCdf(-(u - centre - 0.5) / sd), pLess: normalCdf((u - centre + 0.5) / sd) };
}

/** Halves first: the sum of two large values would overflow. */
function middle(count: number, kth: (k: number) => number): number {
  const half = Math.floor(count / 2);
  return count % 2 === 1 ? kth(half + 1) : kth(half) / 2 + kth(half + 1) / 2;
}
