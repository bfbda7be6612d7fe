import { UNKNOWN } from '../../breakdown/member-groups.ts';
import { adjusted } from '../../cohort/member.ts';
import { compareText } from '../../evidence/evidence.ts';
import type { Frame } from '../../frame/frame.ts';
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

/**
 * Rows of work that names nobody, but shows how the people of a team work: each tells of the learners of the team, and is
 * hidden with them where they are few. A team without a learner is none of the program's to protect.
 */
export function workRows(rows: readonly MeasureRow[], { members }: Frame): MeasureRow[] {
  return rows.map((row) => ({
    ...row,
    people: adjusted(members).filter(({ team }) => (team ?? UNKNOWN) === row.key).length,
  }));
}
