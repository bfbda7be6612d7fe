import { compareText } from '../evidence/evidence.ts';
import { UNKNOWN } from './member-groups.ts';

export interface TeamGroup<T> {
  readonly key: string;
  readonly title: string;
  readonly facts: readonly T[];
}

/** Facts by the team of what they are about ('' : unknown, last). */
export function groupByTeam<T>(facts: readonly T[], teamOf: (fact: T) => string): TeamGroup<T>[] {
  const groups = Map.groupBy(facts, (fact) => teamOf(fact) || UNKNOWN);
  return [...groups]
    .sort(([a], [b]) => Number(a === UNKNOWN) - Number(b === UNKNOWN) || compareText(a, b))
    .map(([key, facts]) => ({ key, title: key === UNKNOWN ? 'Unknown team' : key, facts }));
}
