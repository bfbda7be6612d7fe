import cdf from '@stdlib/stats-base-dists-t-cdf';
import quantile from '@stdlib/stats-base-dists-t-quantile';

/** The two-sided critical value of Student's t; degrees of freedom need not be whole. */
export const tCritical = (level: number, degreesOfFreedom: number): number =>
  quantile((1 + level) / 2, degreesOfFreedom);

export const tTwoSidedP = (t: number, degreesOfFreedom: number): number =>
  Math.min(1, 2 * cdf(-Math.abs(t), degreesOfFreedom));
