import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { arbitraryMoments, completion, places, type Shape } from '../testing/arbitrary-program.ts';
import { everyTable } from '../testing/every-table.ts';
import type { Disclosure, Moment } from './cell.ts';
import { classified, type TableRow } from './classified.ts';
import { Outsider } from './outsider.ts';
import type { Plan } from './plan.ts';

/** What the auditor says of every count of the rows that are hidden, in the words of {@link everyTable}. */
function audited(disclosure: Disclosure, moments: readonly Moment[], plans: readonly Plan[]) {
  const found = new Map<string, { min: number; max: number }>();
  for (const dimensions of disclosure.classifications) {
    const tables = classified(moments, dimensions, disclosure);
    const hidden = (moment: number, { dimension, key }: TableRow) =>
      plans[moment]?.[dimension]?.has(key) === true;
    using outsider = new Outsider(tables, disclosure, moments.length, (moment, row) => !hidden(moment, row));
    tables.tables.forEach(({ rows }, moment) => {
      for (const row of rows.filter((own) => hidden(moment, own)))
        for (const [name, of] of [
          ['n', tables.kinds.filter(disclosure.sizes)],
          ...tables.kinds.map((kind) => [kind, [kind]] as const),
        ] as const) {
          const kinds = of.map((kind) => tables.kinds.indexOf(kind));
          found.set(
            JSON.stringify([moment, row.dimension, row.key, name]),
            outsider.range({ moment, row, kinds }),
          );
        }
    });
  }
  return found;
}

/** Any rows that are listed, hidden or shown by chance. */
function arbitraryPlans(moments: readonly Moment[]): fc.Arbitrary<Plan[]> {
  return fc.tuple(
    ...moments.map(({ cells }) => {
      const of = (dimension: string) =>
        fc
          .subarray([
            ...new Set(cells.flatMap(({ rows, members }) => (members > 0 ? (rows[dimension] ?? []) : []))),
          ])
          .map((keys): ReadonlySet<string> => new Set(keys));
      return fc.record({ role: of('role'), track: of('track'), team: of('team'), cohort: of('cohort') });
    }),
  );
}

function expectEveryTableToAgree(
  shape: Shape,
  disclosure: Disclosure,
  histories: fc.Arbitrary<Moment[]>,
): void {
  const asked = histories.chain((history) => arbitraryPlans(history).map((plans) => ({ history, plans })));
  fc.assert(
    fc.property(asked, ({ history, plans }) => {
      const slow = everyTable(disclosure, history, plans, places(shape));
      expect(new Map([...audited(disclosure, history, plans)].sort())).toEqual(new Map([...slow].sort()));
    }),
    { numRuns: 150 },
  );
}

/** Everybody counted as the same: a history of nothing but membership. */
function countedAlike(history: readonly Moment[]): Moment[] {
  return history.map(({ cells }) => ({
    cells: cells.map(({ rows, members }) => ({ rows, members, counts: { person: members } })),
  }));
}

describe('what an outsider can work out', () => {
  it.each([
    { tracks: [0, 0, 1], teams: 2, cohorts: 1, people: 5 },
    { tracks: [0, 1], teams: 2, cohorts: 2, people: 4 },
  ])(
    'is what every table that agrees with the shown rows of all dimensions leaves open: %j',
    ({ people, ...shape }) => {
      const histories = arbitraryMoments(shape, { people, moments: 1, moving: false });
      expectEveryTableToAgree(shape, completion(2), histories);
    },
  );

  it('takes what lasts from one moment to the next, within one classification', () => {
    const shape = { tracks: [0, 0, 1], teams: 1, cohorts: 1 };
    const histories = arbitraryMoments(shape, { people: 5, moments: 2, moving: false });
    expectEveryTableToAgree(shape, completion(2), histories);
  });

  it('takes membership that lasts, in all dimensions', () => {
    const shape = { tracks: [0, 0, 1], teams: 2, cohorts: 1 };
    const membership: Disclosure = { ...completion(2), lasting: [{ of: () => true, wide: true }] };
    const histories = arbitraryMoments(shape, { people: 4, moments: 2, moving: false });
    expectEveryTableToAgree(shape, membership, histories.map(countedAlike));
  });
});
