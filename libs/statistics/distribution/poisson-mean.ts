import gammaln from '@stdlib/math-base-special-gammaln';
import chisquareQuantile from '@stdlib/stats-base-dists-chisquare-quantile';

/** From here on the quantiles of @stdlib are only where the search starts. */
const MANY = 100;
const MOST_STEPS = 20;

/**
 * The mean of a Poisson law of which k events or fewer come with chance p: half the χ² quantile at 1 - p with 2k + 2 degrees
 * of freedom. Above some 500 events the upper χ² quantiles of @stdlib are off by up to 2e-4 of their value, so there Newton's
 * method finds it on the sum of the probabilities itself; relative error about 1e-9 at a million events.
 */
export function poissonMeanAt(k: number, p: number): number {
  let mean = chisquareQuantile(1 - p, 2 * k + 2) / 2;
  if (k < MANY) return mean;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const last = Math.exp(k * Math.log(mean) - mean - gammaln(k + 1));
    const upTo = last * sumRelativeToLast(k, mean);
    // d log P(X ≤ k) / d mean = -P(X = k) / P(X ≤ k).
    const change = (Math.log(upTo / p) * upTo) / last;
    mean += change;
    if (!(Math.abs(change) > 1e-13 * mean)) break;
  }
  return mean;
}

/** P(X ≤ k) / P(X = k), by the ratio of neighbours. */
function sumRelativeToLast(k: number, mean: number): number {
  let term = 1;
  let total = 1;
  for (let j = k; j > 0 && term > 1e-17 * total; j -= 1) {
    term *= j / mean;
    total += term;
  }
  return total;
}
