import cdf from '@stdlib/stats-base-dists-normal-cdf';
import quantile from '@stdlib/stats-base-dists-normal-quantile';

/** Standard normal distribution function. */
export const normalCdf = (z: number): number => cdf(z, 0, 1);

/** Standard normal quantile, 0 < p < 1. */
export const normalQuantile = (p: number): number => quantile(p, 0, 1);

/** The two-sided critical value: 1.959964 for a level of 0.95. */
export const normalCritical = (level: number): number => normalQuantile((1 + level) / 2);
