import { normalCdf, normalCritical } from '../distribution/normal.ts';
import { cumulative, leastAtOrAbove, signedRankProbabilities } from '../distribution/rank-sums.ts';
import { ascending } from '../numeric/ascending.ts';
import { at } from '../numeric/at.ts';
import { faultOfLevel, faultOfPairs } from '../numeric/checks.ts';
import { midranks } from '../numeric/midranks.ts';
import { answer, cannot, type Answer, type Estimate } from '../result.ts';

export interface SignedRank extends Estimate {
  /** Sum of the ranks of the positive differences. */
  readonly v: number;
  readonly p: number;
  /** One-sided, first tends to be greater. */
  readonly pGreater: number;
  readonly pLess: number;
  /** Pairs without a difference; they are left out of the test, and stay in the pseudomedian and in `n`. */
  readonly zeros: number;
  readonly exact: boolean;
}

const MOST_EXACT = 50;
const MOST_DIFFERENCES = 2000;

/**
 * Wilcoxon's signed-rank test of first - second, and the pseudomedian (median of all Walsh averages) with its interval,
 * in the unit of the values. The pseudomedian is of all pairs: without those that do not differ it could fall while every
 * difference rises (R's `wilcox.test` leaves them out).
 * Source: Wilcoxon 1945, Biometrics Bull. 1:80; Hollander & Wolfe 1999, 3.1 to 3.3. Assumes differences symmetric about
 * one centre. Exact below 50 differences without ties, else normal with corrections for ties and continuity.
 * Cannot: `empty`, `one-value`, `unequal-lengths`, `not-a-number`, `no-variation` (no pair differs), `too-many` (over 2,000),
 * `out-of-range` (level). Where so few pairs cannot reach the level, the interval says the level reached.
 */
export function wilcoxonSignedRank(
  first: readonly number[],
  second: readonly number[],
  level = 0.95,
): Answer<SignedRank> {
  const fault = faultOfPairs(first, second) ?? faultOfLevel(level);
  if (fault) return fault;
  const differences = first.map((value, i) => value - at(second, i));
  const n = differences.length;
  if (n > MOST_DIFFERENCES) return cannot('too-many', `Over ${MOST_DIFFERENCES} pairs.`);
  const other = differences.filter((difference) => difference !== 0);
  if (other.length === 0) return cannot('no-variation', 'No pair differs.');
  const tested = rankSum(other);
  const { v, pGreater, pLess } = tested;

  const averages = walshAverages(differences);
  const { rank, level: reached } = averageRank(n, rankSum(differences), level);
  return answer({
    estimate: middle(averages),
    interval: {
      low: at(averages, rank - 1),
      high: at(averages, averages.length - rank),
      level: reached,
      method: 'Wilcoxon signed rank (Tukey)',
    },
    n,
    v,
    p: Math.min(1, 2 * Math.min(pGreater, pLess)),
    pGreater,
    pLess,
    zeros: n - other.length,
    exact: tested.exact,
  });
}

interface RankSum {
  readonly v: number;
  readonly pGreater: number;
  readonly pLess: number;
  readonly sd: number;
  readonly exact: boolean;
}

function rankSum(differences: readonly number[]): RankSum {
  const n = differences.length;
  const { ranks, tieTerm } = midranks(differences.map(Math.abs));
  const v = ranks.reduce((total, rank, i) => total + (at(differences, i) > 0 ? rank : 0), 0);
  const exact = tieTerm === 0 && n < MOST_EXACT;
  const sd = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - tieTerm / 48);
  return { v, sd, exact, ...(exact ? exactTails(v, n) : normalTails(v, n, sd)) };
}

function walshAverages(differences: readonly number[]): Float64Array {
  return ascending(differences.flatMap((a, i) => differences.slice(i).map((b) => a / 2 + b / 2)));
}

function averageRank(n: number, { sd, exact }: RankSum, level: number): { rank: number; level: number } {
  if (!exact) {
    const rank = Math.floor((n * (n + 1)) / 4 - normalCritical(level) * sd);
    // 1 - 2 P(V = 0): what the least and the greatest average reach.
    return rank >= 1 ? { rank, level } : { rank: 1, level: Math.min(level, 1 - 2 ** (1 - n)) };
  }
  const probabilities = signedRankProbabilities(n);
  const rank = leastAtOrAbove(probabilities, (1 - level) / 2);
  return rank === 0 ? { rank: 1, level: 1 - 2 * cumulative(probabilities, 0) } : { rank, level };
}

function exactTails(v: number, n: number): { pGreater: number; pLess: number } {
  const probabilities = signedRankProbabilities(n);
  return {
    pGreater: cumulative(probabilities, (n * (n + 1)) / 2 - v),
    pLess: cumulative(probabilities, v),
  };
}

function normalTails(v: number, n: number, sd: number): { pGreater: number; pLess: number } {
  const centre = (n * (n + 1)) / 4;
  return { pGreater: normalCdf(-(v - centre - 0.5) / sd), pLess: normalCdf((v - centre + 0.5) / sd) };
}

function middle(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? at(sorted, half) : at(sorted, half - 1) / 2 + at(sorted, half) / 2;
}
