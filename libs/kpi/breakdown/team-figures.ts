import { compareText } from '../evidence/evidence.ts';
import type { Figure } from '../figure.ts';
import type { Dimension } from '../kpi.schema.ts';
import type { GroupFigure } from '../reading.ts';
import { UNKNOWN } from './member-groups.ts';

/**
 * The rows of a KPI that is of teams and of no people: a figure for each team of what it counts ('' : unknown, last). By
 * anything but the team it has no rows.
 */
export function teamFigures<T>(
  dimension: Dimension,
  counted: readonly T[],
  teamOf: (one: T) => string,
  figureOf: (own: readonly T[]) => Figure,
): GroupFigure[] {
  if (dimension !== 'team') return [];
  const groups = Map.groupBy(counted, (one) => teamOf(one) || UNKNOWN);
  return [...groups]
    .sort(([a], [b]) => Number(a === UNKNOWN) - Number(b === UNKNOWN) || compareText(a, b))
    .map(([key, own]) => ({ key, title: key === UNKNOWN ? 'Unknown team' : key, figure: figureOf(own) }));
}
