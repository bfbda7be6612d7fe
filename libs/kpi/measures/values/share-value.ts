import type { EvidenceEntry } from '../../evidence/evidence.ts';
import { shareInterval } from '../../estimates/share-interval.ts';
import type { Details } from '../../kpi.schema.ts';
import type { MeasureValue } from '../measure.ts';

/**
 * A share with Wilson's interval, of as many as its evidence names in the numerator and the denominator.
 * @param none why there is no value when there is nothing to have a share of
 */
export function shareValue(
  evidence: readonly EvidenceEntry[],
  none: string,
  details: Details = {},
): MeasureValue {
  const count = (part: EvidenceEntry['part']) => evidence.filter((entry) => entry.part === part).length;
  const [numerator, denominator] = [count('numerator'), count('denominator')];
  return {
    value: denominator === 0 ? null : numerator / denominator,
    numerator,
    denominator,
    n: denominator,
    interval: shareInterval(numerator, denominator),
    reason: denominator === 0 ? none : null,
    details,
    evidence,
  };
}
