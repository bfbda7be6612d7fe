import type { Member } from '../cohort/member.ts';
import type { Frame } from '../frame/frame.ts';
import type { Dimension } from '../kpi.schema.ts';

export interface MemberGroup {
  readonly key: string;
  readonly title: string;
  readonly members: readonly Member[];
}

/** The row of those whose role (or team) nobody told: never dropped, so that rows add up. */
export const UNKNOWN = 'unknown';
/** The row of those whose role has no track. */
export const NO_TRACK = 'none';

/** Members by a dimension, each in one group: in the order of the program file, the unknown last. Empty groups have no row. */
export function groupMembers(frame: Frame, dimension: Dimension): MemberGroup[] {
  const titles = titlesOf(frame, dimension);
  const groups = Map.groupBy(frame.members, (member) => keyOf(member, dimension));
  const order = [...titles.keys()];
  const extra = [...groups.keys()].filter((key) => !titles.has(key)).sort(unknownLast);
  return [...order, ...extra].flatMap((key) => {
    const members = groups.get(key);
    return members === undefined
      ? []
      : [{ key, title: titles.get(key) ?? fallbackTitle(key, dimension), members }];
  });
}

/** The key of a member's row. */
export function keyOf(member: Member, dimension: Dimension): string {
  switch (dimension) {
    case 'role':
      return member.role ?? UNKNOWN;
    case 'track':
      return member.track ?? (member.role === null ? UNKNOWN : NO_TRACK);
    case 'team':
      return member.team ?? UNKNOWN;
    case 'cohort':
      return member.cohort;
  }
}

function titlesOf({ program }: Frame, dimension: Dimension): Map<string, string> {
  const entries = { role: program.roles, track: program.tracks, team: [], cohort: program.cohorts }[
    dimension
  ];
  return new Map(entries.map(({ id, title }) => [id, title]));
}

function fallbackTitle(key: string, dimension: Dimension): string {
  if (key === NO_TRACK && dimension === 'track') return 'No track';
  if (key !== UNKNOWN) return key;
  return dimension === 'team' ? 'Unknown team' : 'Unknown role';
}

function unknownLast(a: string, b: string): number {
  if (a === UNKNOWN || b === UNKNOWN) return a === UNKNOWN ? 1 : -1;
  return a < b ? -1 : 1;
}
