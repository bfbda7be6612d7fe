import { at } from '../numeric/at.ts';

/**
 * P(U = u) for u = 0 to m·n: the Mann-Whitney statistic of m against n values without ties, when nothing differs.
 * By adding, never subtracting, so every probability keeps its relative accuracy.
 * Source: Mann & Whitney 1947, Ann. Math. Stat. 18:50.
 */
export function mannWhitneyProbabilities(m: number, n: number): Float64Array {
  // ways[j] counts the j-subsets of the ranks so far by their sum above the least possible one.
  const ways = Array.from({ length: m + 1 }, () => new Float64Array(m * n + 1));
  at(ways, 0)[0] = 1;
  for (let rank = 1; rank <= m + n; rank += 1) {
    for (let j = Math.min(m, rank); j >= 1; j -= 1) addShifted(at(ways, j), at(ways, j - 1), rank - j, j);
  }
  return normalized(at(ways, m));
}

/** `?? 0` rather than the shared `at`: 10^7 reads, which stay fast in V8 only as reads of their own. */
function addShifted(into: Float64Array, from: Float64Array, gain: number, j: number): void {
  const most = Math.min(into.length - 1, j * gain);
  for (let u = gain; u <= most; u += 1) into[u] = (into[u] ?? 0) + (from[u - gain] ?? 0);
}

/**
 * P(V = v) for v = 0 to n(n + 1)/2: Wilcoxon's signed-rank statistic of n differences without ties or zeros.
 * Source: Wilcoxon 1945, Biometrics Bull. 1:80.
 */
export function signedRankProbabilities(n: number): Float64Array {
  const largest = (n * (n + 1)) / 2;
  const ways = new Float64Array(largest + 1);
  ways[0] = 1;
  for (let rank = 1; rank <= n; rank += 1) {
    for (let v = largest; v >= rank; v -= 1) ways[v] = at(ways, v) + at(ways, v - rank);
  }
  return normalized(ways);
}

/** P(X ≤ x). */
export function cumulative(probabilities: Float64Array, x: number): number {
  let total = 0;
  for (let i = 0; i <= Math.min(x, probabilities.length - 1); i += 1) total += at(probabilities, i);
  return Math.min(1, total);
}

/** The least x with P(X ≤ x) ≥ p. */
export function leastAtOrAbove(probabilities: Float64Array, p: number): number {
  let total = 0;
  for (let x = 0; x < probabilities.length; x += 1) {
    total += at(probabilities, x);
    if (total >= p) return x;
  }
  return probabilities.length - 1;
}

function normalized(ways: Float64Array): Float64Array {
  const total = ways.reduce((a, b) => a + b, 0);
  return ways.map((count) => count / total);
}
