import betainc from '@stdlib/math-base-special-betainc';
import gammaln from '@stdlib/math-base-special-gammaln';
import { normalCdf } from './normal.ts';

/** Beyond this exp(-ncp²/2) is too small for the series; R's pt() turns to the approximation at the same value. */
const LARGEST_SERIES_NONCENTRALITY = 37.62;
const MOST_TERMS = 2000;

/**
 * P(T ≤ t) for a noncentral t.
 * Source: Lenth 1989, Applied Statistics 38:185, AS 243; for a very large noncentrality
 * Abramowitz & Stegun 26.7.10. About 1e-10 absolute.
 */
export function noncentralTCdf(t: number, degreesOfFreedom: number, noncentrality: number): number {
  if (t < 0) return 1 - positive(-t, degreesOfFreedom, -noncentrality);
  return positive(t, degreesOfFreedom, noncentrality);
}

/** t ≥ 0. Incomplete beta ratios come from one of each kind by recurrence, so that a call costs two of them. */
function positive(t: number, df: number, ncp: number): number {
  if (Math.abs(ncp) > LARGEST_SERIES_NONCENTRALITY) {
    return normalCdf((t * (1 - 1 / (4 * df)) - ncp) / Math.sqrt(1 + (t * t) / (2 * df)));
  }
  const x = (t * t) / (t * t + df);
  if (x === 0) return normalCdf(-ncp);
  const b = df / 2;
  const lambda = ncp * ncp;
  let a = 0.5;
  let p = Math.exp(-lambda / 2) / 2;
  let q = Math.sqrt(2 / Math.PI) * p * ncp;
  let odd = betainc(x, a, b);
  let even = betainc(x, 1, b);
  const power = Math.exp(b * Math.log1p(-x));
  let oddStep = 2 * power * Math.exp(a * Math.log(x) - gammaln(a) - gammaln(b) + gammaln(a + b));
  let evenStep = b * x * power;
  let total = p * odd + q * even;
  let remaining = 0.5 - p;
  for (let j = 1; j <= MOST_TERMS && 2 * remaining * (odd - oddStep) > 1e-13; j += 1) {
    a += 1;
    odd -= oddStep;
    even -= evenStep;
    oddStep *= (x * (a + b - 1)) / a;
    evenStep *= (x * (a + b - 0.5)) / (a + 0.5);
    p *= lambda / (2 * j);
    q *= lambda / (2 * j + 1);
    total += p * odd + q * even;
    remaining -= p;
  }
  return Math.min(1, Math.max(0, total + normalCdf(-ncp)));
}

/**
 * The noncentralities for which t sits at the two tails: a confidence interval for a standardised difference.
 * Source: Steiger & Fouladi 1997; Cumming & Finch 2001, Educ. Psychol. Meas. 61:532.
 */
export function noncentralityInterval(t: number, df: number, level: number): { low: number; high: number } {
  const tail = (1 - level) / 2;
  return { low: noncentralityAt(t, df, 1 - tail), high: noncentralityAt(t, df, tail) };
}

/** The distribution function falls as the noncentrality grows, so bisection finds the one solution. */
function noncentralityAt(t: number, df: number, p: number): number {
  let reach = 8 + Math.abs(t);
  let low = t - reach;
  let high = t + reach;
  for (let widened = 0; widened < 60; widened += 1) {
    if (noncentralTCdf(t, df, low) >= p && noncentralTCdf(t, df, high) <= p) break;
    reach *= 2;
    low = t - reach;
    high = t + reach;
  }
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (noncentralTCdf(t, df, middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
