import gammaln from '@stdlib/math-base-special-gammaln';

/**
 * J, which takes the small-sample bias out of a standardised difference: Γ(m/2) / (√(m/2) Γ((m-1)/2)).
 * Source: Hedges 1981, J. Educ. Stat. 6:107 (exact). `m` degrees of freedom, at least 2.
 */
export function hedgesCorrection(m: number): number {
  return Math.exp(gammaln(m / 2) - gammaln((m - 1) / 2) - Math.log(m / 2) / 2);
}
