import { normalCdf, normalQuantile } from '../distribution/normal.ts';
import { tCritical } from '../distribution/student-t.ts';
import { sortedQuantile } from '../description/quantile.ts';
import { at } from '../numeric/at.ts';
import { faultOfLevel } from '../numeric/checks.ts';
import { sum } from '../numeric/sum.ts';
import { answer, cannot, type Answer, type Cannot, type Estimate } from '../result.ts';
import { Generator, LARGEST_BOUND } from './generator.ts';
import type { Seed } from './seed.ts';

export interface BootstrapOptions {
  readonly seed: Seed;
  /** 2,000 unless told. */
  readonly resamples?: number;
  /** 0.95 unless told. */
  readonly level?: number;
  /**
   * Percentile unless told. BCa corrects bias and skewness at the price of a jackknife. Expanded percentile is widened for
   * few units, for which the other two are too narrow.
   */
  readonly method?: 'percentile' | 'expanded percentile' | 'BCa';
}

export interface BootstrapEstimate extends Estimate {
  readonly resamples: number;
  /** Resamples in which the statistic has no value (division by zero); they are left out of the interval. */
  readonly undefinedResamples: number;
}

/** The statistic of the units drawn, given by index. The array is used again for the next draw: do not keep it. */
export type IndexStatistic = (drawn: Uint32Array) => number;

/** Above this share of undefined resamples those that remain no longer stand for the whole. */
const TOLERATED_UNDEFINED = 0.01;
const FEWEST_RESAMPLES = 100;

/**
 * Bootstrap interval of any statistic of n independent units. What a unit is decides the kind: a value, a pair
 * (`bootstrapPaired`), a cluster (`bootstrapClustered`).
 * Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap: percentile 13.3, BCa eqs. 14.9 to 14.15.
 * Expanded percentile: Hesterberg 2015, Am. Stat. 69:371, tails of Φ(-√(n/(n - 1)) t), t with n - 1 degrees of freedom.
 * Percentiles are taken at (B + 1)p (Davison & Hinkley 1997, p. 194). Generator: xoshiro128**, see `Generator`.
 * Unit: that of the statistic. Assumes exchangeable units; percentile and BCa are too narrow for few of them (below about 30).
 * Cannot: `empty`, `one-value`, `too-many` (2^21), `out-of-range` (level, resamples), `zero-denominator` (the statistic has
 * no value on the sample itself), `no-variation` (all resamples agree), `unstable` (over 1% of resamples without a value).
 */
export function bootstrap(
  n: number,
  statistic: IndexStatistic,
  options: BootstrapOptions,
): Answer<BootstrapEstimate> {
  const { seed, resamples = 2000, level = 0.95, method = 'percentile' } = options;
  const fault = faultOfLevel(level) ?? faultOfUnits(n) ?? faultOfResamples(resamples, level);
  if (fault) return fault;
  const estimate = statistic(Uint32Array.from({ length: n }, (_, i) => i));
  if (!Number.isFinite(estimate)) {
    return cannot('zero-denominator', 'The statistic has no value on the sample itself.');
  }

  const replicates = replicate(n, statistic, Generator.of(seed), resamples);
  const undefinedResamples = resamples - replicates.length;
  if (undefinedResamples > TOLERATED_UNDEFINED * resamples) {
    return cannot('unstable', `${undefinedResamples} of ${resamples} resamples have no value.`);
  }
  if (at(replicates, 0) === at(replicates, replicates.length - 1)) {
    return cannot('no-variation', 'Every resample gives the same value.');
  }
  const tails =
    method === 'BCa' ? bcaTails(n, statistic, estimate, replicates, level) : tailsOf(method, n, level);
  if (!Array.isArray(tails)) return tails;
  const [low, high] = tails.map((p) => sortedQuantile(replicates, p, 6));
  return answer({
    estimate,
    interval: { low: low ?? null, high: high ?? null, level, method: `bootstrap ${method}` },
    n,
    resamples,
    undefinedResamples,
  });
}

/** Values of the statistic in ascending order, those that exist. */
function replicate(n: number, statistic: IndexStatistic, random: Generator, resamples: number): Float64Array {
  const drawn = new Uint32Array(n);
  const values = new Float64Array(resamples);
  let count = 0;
  for (let b = 0; b < resamples; b += 1) {
    for (let i = 0; i < n; i += 1) drawn[i] = random.below(n);
    const value = statistic(drawn);
    if (Number.isFinite(value)) {
      values[count] = value;
      count += 1;
    }
  }
  return values.subarray(0, count).sort();
}

const plainTails = (level: number): number[] => [(1 - level) / 2, (1 + level) / 2];

function tailsOf(method: 'percentile' | 'expanded percentile', n: number, level: number): number[] {
  if (method === 'percentile') return plainTails(level);
  const tail = normalCdf(-Math.sqrt(n / (n - 1)) * tCritical(level, n - 1));
  return [tail, 1 - tail];
}

function bcaTails(
  n: number,
  statistic: IndexStatistic,
  estimate: number,
  replicates: Float64Array,
  level: number,
): number[] | Cannot {
  // Ties count half, so that a coarse statistic is not taken for a biased one.
  const below = replicates.reduce(
    (count, value) => count + (value < estimate ? 1 : value === estimate ? 0.5 : 0),
    0,
  );
  if (below === 0 || below === replicates.length) {
    return cannot('unstable', 'Every resample lies on one side of the estimate: BCa is not defined.');
  }
  const acceleration = jackknifeAcceleration(n, statistic);
  if (acceleration === null) return cannot('unstable', 'The jackknife, and so BCa, is not defined.');
  const bias = normalQuantile(below / replicates.length);
  return plainTails(level).map((p) => {
    const shifted = bias + normalQuantile(p);
    return normalCdf(bias + shifted / (1 - acceleration * shifted));
  });
}

function jackknifeAcceleration(n: number, statistic: IndexStatistic): number | null {
  const left = new Uint32Array(n - 1);
  const values = new Float64Array(n);
  for (let out = 0; out < n; out += 1) {
    for (let i = 0; i < n - 1; i += 1) left[i] = i < out ? i : i + 1;
    values[out] = statistic(left);
  }
  if (!values.every(Number.isFinite)) return null;
  const centre = sum(values) / n;
  const cubes = sum(values.map((value) => (centre - value) ** 3));
  const squares = sum(values.map((value) => (centre - value) ** 2));
  const acceleration = cubes / (6 * squares ** 1.5);
  return Number.isFinite(acceleration) ? acceleration : null;
}

function faultOfUnits(n: number): Cannot | null {
  if (!Number.isSafeInteger(n) || n < 0) return cannot('out-of-range', 'The number of units is a count.');
  if (n === 0) return cannot('empty', 'There is nothing to resample.');
  if (n === 1) return cannot('one-value', 'One unit says nothing about their spread.');
  return n > LARGEST_BOUND ? cannot('too-many', `At most ${LARGEST_BOUND} units can be resampled.`) : null;
}

function faultOfResamples(resamples: number, level: number): Cannot | null {
  // The tail order statistic (B + 1)(1 - level)/2 must exist.
  const least = Math.max(FEWEST_RESAMPLES, Math.ceil(2 / (1 - level)) - 1);
  return Number.isSafeInteger(resamples) && resamples >= least
    ? null
    : cannot('out-of-range', `At least ${least} resamples are needed at this level.`);
}
