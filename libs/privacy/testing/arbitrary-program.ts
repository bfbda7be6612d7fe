import * as fc from 'fast-check';
import type { Cell, Disclosure, Moment } from '../suppression/cell.ts';

/** Roles of which each has one track, teams and cohorts: `tracks[role]` is the index of the role's track. */
export interface Shape {
  readonly tracks: readonly number[];
  readonly teams: number;
  readonly cohorts: number;
}

export function places({ tracks, teams, cohorts }: Shape): Cell['rows'][] {
  return tracks.flatMap((track, role) =>
    Array.from({ length: teams }, (_, team) =>
      Array.from({ length: cohorts }, (__, cohort) => ({
        role: `role-${role}`,
        track: `track-${track}`,
        team: `team-${team}`,
        cohort: `cohort-${cohort}`,
      })),
    ).flat(),
  );
}

export const byRoleTeamCohort = [['role', 'track'], ['team'], ['cohort']];

/** Complete or not, or excluded: what training completion counts. */
export function completion(minimum: number): Disclosure {
  return {
    minimum,
    classifications: byRoleTeamCohort,
    sizes: (kind) => kind !== 'excluded',
    lasting: [
      { of: () => true, wide: true },
      { of: (kind) => kind !== 'open', wide: false },
      { of: (kind) => kind === 'excluded', wide: false },
    ],
  };
}

const kinds = ['complete', 'open', 'excluded'] as const;

/** How large a made-up program is, and whether its people move between roles and teams. */
export interface Extent {
  readonly people: number;
  readonly moments: number;
  readonly moving: boolean;
}

/** Moments at which people join, finish, leave, and may move to another cell. */
export function arbitraryMoments(
  shape: Shape,
  { people: size, moments, moving }: Extent,
): fc.Arbitrary<Moment[]> {
  const cells = places(shape);
  const person = fc.record({
    cell: fc.nat(cells.length - 1),
    joins: fc.nat(moments - 1),
    finishes: fc.nat(2 * moments),
    excluded: fc.nat(6 * moments),
    moves: moving ? fc.option(fc.nat(cells.length - 1), { freq: 2 }) : fc.constant(null),
  });
  return fc.array(person, { maxLength: size }).map((people) =>
    Array.from({ length: moments }, (_, moment): Moment => {
      const counted = cells.map((rows) => ({
        rows,
        members: 0,
        counts: { complete: 0, open: 0, excluded: 0 },
      }));
      for (const { cell, joins, finishes, excluded, moves } of people) {
        if (joins > moment) continue;
        const own = counted[moves !== null && moment > 0 ? moves : cell];
        if (own === undefined) continue;
        const kind = kinds[excluded <= moment ? 2 : finishes <= moment ? 0 : 1] ?? 'open';
        own.members += 1;
        own.counts[kind] += 1;
      }
      return { cells: counted };
    }),
  );
}
