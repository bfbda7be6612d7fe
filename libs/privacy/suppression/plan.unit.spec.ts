import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { arbitraryMoments, byRoleTeamCohort, completion, places } from '../testing/arbitrary-program.ts';
import { everyTable, type Extremes } from '../testing/every-table.ts';
import { firstPinned } from './audit.ts';
import { cellsOf, type Disclosure, type Moment } from './cell.ts';
import { classified } from './classified.ts';
import { planSuppression, type Plan } from './plan.ts';

const shape = { tracks: [0, 0, 1, 2], teams: 5, cohorts: 2 };

/** Whether the auditor finds a count pinned at any stage of a period: each moment with those before it. */
function isPinned(disclosure: Disclosure, moments: readonly Moment[], plans: readonly Plan[]): boolean {
  return disclosure.classifications.some((dimensions) => {
    const tables = classified(moments, dimensions, disclosure);
    const hidden = tables.tables.map(
      ({ rows }, moment) =>
        new Set(rows.filter(({ dimension, key }) => plans[moment]?.[dimension]?.has(key) === true)),
    );
    return moments.some((_, moment) => firstPinned(tables, disclosure, hidden.slice(0, moment + 1)) !== null);
  });
}

function everythingHidden({ cells }: Moment): Plan {
  const keys = (dimension: string) =>
    new Set(cells.flatMap(({ rows, members }) => (members > 0 ? (rows[dimension] ?? []) : [])));
  return Object.fromEntries(byRoleTeamCohort.flat().map((dimension) => [dimension, keys(dimension)]));
}

const width = (extremes: Extremes, count: string) => {
  const { min, max } = extremes.get(count) ?? { min: 0, max: 0 };
  return max - min;
};

const one = (groups: Record<string, number>, dimension = 'team'): Moment => ({
  cells: Object.entries(groups).map(([key, members]) => ({
    rows: { role: 'all', track: 'all', cohort: 'all', team: 'all', [dimension]: key },
    members,
    counts: { open: members },
  })),
});

describe('planSuppression', () => {
  it('leaves nothing pinned, at any moment of any program', () => {
    fc.assert(
      fc.property(
        arbitraryMoments(shape, { people: 40, moments: 3, moving: true }),
        fc.integer({ min: 2, max: 10 }),
        (moments, k) => {
          const disclosure = completion(k);
          expect(isPinned(disclosure, moments, planSuppression(disclosure, moments))).toBe(false);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('leaves nothing pinned that hiding everything would not pin, when every possible table is tried', () => {
    const tiny = { tracks: [0, 0, 1], teams: 2, cohorts: 1 };
    fc.assert(
      fc.property(
        arbitraryMoments(tiny, { people: 6, moments: 1, moving: false }),
        fc.integer({ min: 2, max: 3 }),
        (moments, k) => {
          const disclosure = completion(k);
          const found = everyTable(disclosure, moments, planSuppression(disclosure, moments), places(tiny));
          const atBest = everyTable(disclosure, moments, moments.map(everythingHidden), places(tiny));
          for (const count of found.keys())
            expect(width(found, count) >= k || width(atBest, count) < k).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('shows no row of few people', () => {
    fc.assert(
      fc.property(arbitraryMoments(shape, { people: 80, moments: 2, moving: true }), (moments) => {
        planSuppression(completion(5), moments).forEach((plan, moment) => {
          for (const dimension of byRoleTeamCohort.flat()) {
            const rows = Map.groupBy(moments[moment]?.cells ?? [], ({ rows }) => rows[dimension] ?? '');
            for (const [key, cells] of rows) {
              const members = cells.reduce((sum, cell) => sum + cell.members, 0);
              const isShown = members > 0 && plan[dimension]?.has(key) === false;
              expect(isShown && members < 5).toBe(false);
            }
          }
        });
      }),
      { numRuns: 20 },
    );
  });

  it('is the same whatever the order of cells', () => {
    fc.assert(
      fc.property(arbitraryMoments(shape, { people: 60, moments: 2, moving: true }), (moments) => {
        const turned = moments.map(({ cells }) => ({ cells: cells.toReversed() }));
        expect(planSuppression(completion(5), turned)).toEqual(planSuppression(completion(5), moments));
      }),
      { numRuns: 15 },
    );
  });

  it('hides nothing when all groups are large', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 5, max: 40 }), { minLength: 4, maxLength: 4 }), (sizes) => {
        const cells = sizes.map((members, index) => ({
          rows: { role: `role-${index}`, track: `track-${index % 2}`, team: `team-${index}`, cohort: 'one' },
          members,
          counts: { open: members - 2, excluded: 2 },
        }));
        const [plan] = planSuppression({ ...completion(5), sizes: () => true }, [{ cells }]);
        expect(Object.values(plan ?? {}).flatMap((keys) => [...keys])).toEqual([]);
      }),
    );
  });

  it('does not let an earlier month give a newcomer away', () => {
    // a had 12 in March, so of the 14 that a and the new d have in April d cannot have more than two
    const march = one({ a: 12, b: 20, c: 30 });
    const april = one({ a: 13, b: 26, c: 30, d: 1 });
    const [alone] = planSuppression(completion(5), [april]);
    const [, later] = planSuppression(completion(5), [march, april]);
    expect([...(alone?.['team'] ?? [])].sort()).toEqual(['a', 'd']);
    expect([...(later?.['team'] ?? [])].sort()).toEqual(['a', 'b', 'd']);
  });

  it('does not let a later month give away what an earlier one has hidden', () => {
    // hidden in March: a with 4, and b. Shown in April, a with 5 would say that a had at most 5 in March
    const [march, april] = planSuppression(completion(5), [
      one({ a: 4, b: 10, c: 30 }),
      one({ a: 5, b: 10, c: 30 }),
    ]);
    expect([...(march?.['team'] ?? [])].sort()).toEqual(['a', 'b']);
    expect([...(april?.['team'] ?? [])].sort()).toEqual(['a', 'b']);
  });

  it('hides a track with the only role in it, and another role within a shown track', () => {
    const cells = [
      { rows: { role: 'r1', track: 't1' }, members: 3, counts: { open: 3 } },
      { rows: { role: 'r2', track: 't2' }, members: 20, counts: { open: 20 } },
      { rows: { role: 'r3', track: 't2' }, members: 30, counts: { open: 30 } },
      { rows: { role: 'r4', track: 't3' }, members: 60, counts: { open: 60 } },
    ];
    const disclosure = { ...completion(5), classifications: [['role', 'track']] };
    const [plan] = planSuppression(disclosure, [{ cells }]);
    expect([...(plan?.['track'] ?? [])].sort()).toEqual(['t1', 't2']);
    expect([...(plan?.['role'] ?? [])].sort()).toEqual(['r1', 'r2']);
  });
});

describe('cellsOf', () => {
  it('counts people by cell and kind, and those who are counted as nothing as members alone', () => {
    const rows = { team: 'a' };
    expect(
      cellsOf([
        { rows, kind: 'matched' },
        { rows, kind: null },
        { rows: { team: 'b' }, kind: 'matched' },
      ]),
    ).toEqual([
      { rows, members: 2, counts: { matched: 1 } },
      { rows: { team: 'b' }, members: 1, counts: { matched: 1 } },
    ]);
  });
});
