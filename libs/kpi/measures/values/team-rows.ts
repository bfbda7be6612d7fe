import { compareText } from '../../evidence/evidence.ts';
import { UNKNOWN } from '../../breakdown/member-groups.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { MeasureRow, MeasureValue } from '../measure.ts';

/** A row for each team of what is counted ('' : unknown, last); none when not asked by team. */
export function teamRows<T>(
  by: Dimension | null,
  counted: readonly T[],
  teamOf: (one: T) => string,
  valueOf: (own: readonly T[]) => MeasureValue,
): MeasureRow[] {
  if (by !== 'team') return [];
  const groups = Map.groupBy(counted, (one) => teamOf(one) || UNKNOWN);
  return [...groups]
    .sort(([a], [b]) => Number(a === UNKNOWN) - Number(b === UNKNOWN) || compareText(a, b))
    .map(([key, own]) => ({
      key,
      title: key === UNKNOWN ? 'Unknown team' : key,
      column: null,
      ...valueOf(own),
    }));
}
