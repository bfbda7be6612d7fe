import { faultOfValues } from '../numeric/checks.ts';
import { at } from '../numeric/at.ts';
import { sumBy } from '../numeric/sum.ts';
import { answer, type Answer } from '../result.ts';
import { spreadOf } from './mean.ts';

export interface XmrLimits {
  readonly n: number;
  readonly mean: number;
  readonly meanMovingRange: number;
  /** Natural process limits, in the unit of the values. */
  readonly low: number;
  readonly high: number;
  /** Upper limit of the moving ranges. */
  readonly highestMovingRange: number;
}

/**
 * Limits of an individuals and moving range chart: mean ± 2.660 mR̄, ranges up to 3.268 mR̄.
 * Source: Wheeler 2000, Understanding Variation, 2nd ed., appendix. The values come in the order of time:
 * unlike every other function here, order matters. Assumes that neighbours share the routine variation.
 * Cannot: `empty`, `one-value`, `not-a-number`. Without variation the limits are the mean.
 */
export function xmrLimits(values: readonly number[]): Answer<XmrLimits> {
  const fault = faultOfValues(values, 2);
  if (fault) return fault;
  const { n, mean } = spreadOf(values);
  const ranges = values.slice(1).map((value, i) => Math.abs(value - at(values, i)));
  const meanMovingRange = sumBy(ranges, (range) => range) / (n - 1);
  return answer({
    n,
    mean,
    meanMovingRange,
    low: mean - 2.66 * meanMovingRange,
    high: mean + 2.66 * meanMovingRange,
    highestMovingRange: 3.268 * meanMovingRange,
  });
}
