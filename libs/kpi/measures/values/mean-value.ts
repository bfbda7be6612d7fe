import { mean, meanInterval } from '#statistics';
import type { EvidenceEntry } from '../../evidence/evidence.ts';
import type { Details } from '../../kpi.schema.ts';
import type { MeasureValue } from '../measure.ts';

/**
 * A mean with Student's t interval; without one where the values are fewer than two or all equal.
 * @param none why there is no value when there are no values
 */
export function meanValue(
  values: readonly number[],
  evidence: readonly EvidenceEntry[],
  none: string,
  details: Details = {},
): MeasureValue {
  // in the order of size, so that the sum does not depend on the order of rows
  const sorted = values.toSorted((a, b) => a - b);
  const average = mean(sorted);
  const spread = meanInterval(sorted);
  return {
    value: average.ok ? average.mean : null,
    numerator: null,
    denominator: null,
    n: values.length,
    interval: spread.ok ? spread.interval : null,
    reason: average.ok ? null : none,
    details,
    evidence,
  };
}
