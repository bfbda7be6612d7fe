import { describe, expect, it } from '@jest/globals';
import type { Plan } from '#privacy';
import * as fc from 'fast-check';
import type { Dimension } from '../kpi.schema.ts';
import { frameOf } from '../testing/frame.ts';
import { memberOf } from '../testing/history.ts';
import { figureOf, measureOf, rowOf } from '../testing/made-up-measure.ts';
import { finestOf, hiddenPart } from './hidden-part.ts';
import type { MeasureMoment } from './hide-small-groups.ts';
import type { MeasureRow } from './measure.ts';

const measure = measureOf({ dimensions: ['role', 'track', 'team'] });
/** By role: its track, and how many people it has. */
const ROLES = { small: ['t', 3], large: ['t', 20], third: ['u', 12], fourth: ['u', 60] } as const;
const frame = frameOf(
  Object.entries(ROLES).flatMap(([role, [track, size]]) =>
    Array.from({ length: size }, (_, index) => memberOf(`${role}-${index}`, '2026-07-01', { role, track })),
  ),
  '2026-08-01',
);

/** People by row, or people and how many of them count. */
type Table = Readonly<Record<string, number | readonly [people: number, counted: number]>>;

function moment(table: Table, completion: Plan = {}): MeasureMoment {
  const rows = Object.entries(table).map(([key, own]) => {
    const [people, counted] = typeof own === 'number' ? [own, 0] : own;
    return rowOf(key, people, null, counted);
  });
  const total = rows.reduce((sum, { n }) => sum + n, 0);
  return { frame, figure: figureOf(total, rows), completion };
}

async function hiddenKeys(
  moments: readonly MeasureMoment[],
  by: Dimension | null = 'team',
  asked: readonly MeasureRow[] = moments.at(-1)?.figure.rows ?? [],
): Promise<string[]> {
  const figure = figureOf(100, asked);
  const { rows } = await hiddenPart(measure, figure, moments, by);
  return [...rows].map(({ key }) => key).sort();
}

describe('hiddenPart', () => {
  it('does not let a later month end give away what an earlier one has hidden', async () => {
    const september = moment({ a: 4, b: 10, c: 30 });
    const october = moment({ a: 5, b: 10, c: 30 });
    expect(await hiddenKeys([september])).toEqual(['a', 'b']);
    expect(await hiddenKeys([october])).toEqual([]);
    // shown with 5, a would have had at most 5 in September
    expect(await hiddenKeys([september, october])).toEqual(['a', 'b']);
  });

  it('does not let the counts of a later month tell those of a hidden row', async () => {
    // in September 8 of the hidden 14 had done it; that by October 2 of a had and 6 of b says how many it were then
    const september = moment({ a: [4, 2], b: [10, 6], c: [30, 9] });
    const october = moment({ a: [24, 2], b: [28, 6], c: [30, 20] });
    expect(await hiddenKeys([october])).toEqual([]);
    expect(await hiddenKeys([september, october])).toEqual(['a', 'b']);
  });

  it('shows a row again when it has grown enough to tell nothing', async () => {
    const september = moment({ a: 4, b: 10, c: 30 });
    expect(await hiddenKeys([september, moment({ a: 14, b: 20, c: 30 })])).toEqual([]);
  });

  it('takes what training completion hid at the earlier month ends for hidden then', async () => {
    const hidden = { team: new Set(['a', 'b']) };
    const september = moment({ a: [9, 1], b: [12, 0], c: 30 }, hidden);
    const october = moment({ a: [20, 9], b: [20, 0], c: 30 });
    expect(await hiddenKeys([october])).toEqual([]);
    expect(await hiddenKeys([september, october])).toEqual(['a', 'b']);
  });

  it('plans roles and tracks together, for a shown track less a shown role in it would tell of the other', async () => {
    const roles = moment({ small: 3, large: 20, third: 12, fourth: 60 });
    expect(finestOf(measure, 'track')).toBe('role');
    // as teams, the next smallest is hidden
    expect(await hiddenKeys([roles], 'team')).toEqual(['small', 'third']);
    expect(await hiddenKeys([roles], 'role')).toEqual(['large', 'small']);
    const tracks = [rowOf('t', 23), rowOf('u', 72)];
    expect(await hiddenKeys([roles], 'track', tracks)).toEqual([]);
  });

  it('hides every small row at every month end, in whatever order the rows come', async () => {
    const table = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 30 }));
    await fc.assert(
      fc.asyncProperty(fc.array(table, { minLength: 1, maxLength: 3 }), async (tables) => {
        const hidden = await hiddenKeys(tables.map((own) => moment(own)));
        const own = tables.at(-1) ?? {};
        const small = Object.keys(own).filter((key) => (own[key] ?? 0) > 0 && (own[key] ?? 0) < 5);
        expect(hidden).toEqual(expect.arrayContaining(small));
        const turned = tables.map((one) => moment(Object.fromEntries(Object.entries(one).reverse())));
        expect(await hiddenKeys(turned)).toEqual(hidden);
      }),
      { numRuns: 30 },
    );
  });
});
