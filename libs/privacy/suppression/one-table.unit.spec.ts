import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Disclosure } from './cell.ts';
import { planSuppression } from './plan.ts';

interface CountedRow {
  readonly key: string;
  readonly count: number;
}

const table = (counts: Record<string, number>): CountedRow[] =>
  Object.entries(counts).map(([key, count]) => ({ key, count }));

/** The keys that stay hidden of one table whose total is shown, at a single moment. */
function hiddenRows(
  rows: readonly CountedRow[],
  minimum: number,
  more: Partial<Disclosure> = {},
  always: readonly string[] = [],
): ReadonlySet<string> {
  const cells = rows.map(({ key, count }) => ({
    rows: { row: key },
    members: count,
    counts: { one: count },
  }));
  const disclosure: Disclosure = {
    minimum,
    classifications: [['row']],
    sizes: () => true,
    lasting: [],
    ...more,
  };
  const [plan] = planSuppression(disclosure, [{ cells, always: { row: new Set(always) } }]);
  return plan?.['row'] ?? new Set();
}

describe('planSuppression of one table', () => {
  it('hides nothing when every group is large enough', () => {
    expect([...hiddenRows(table({ a: 5, b: 40 }), 5)]).toEqual([]);
  });

  it('hides the next smallest too when one row alone could be had by subtraction', () => {
    expect([...hiddenRows(table({ a: 3, b: 40, c: 12 }), 5)].sort()).toEqual(['a', 'c']);
  });

  it('goes on while the hidden rows together are still a small group', () => {
    // 1 + 2 = 3 people is a group below 5 that the total gives away
    expect([...hiddenRows(table({ a: 1, b: 2, c: 30, d: 20 }), 5)].sort()).toEqual(['a', 'b', 'd']);
  });

  it('leaves two hidden rows alone when together they are many enough', () => {
    expect([...hiddenRows(table({ a: 4, b: 4, c: 30 }), 5)].sort()).toEqual(['a', 'b']);
  });

  it('keeps empty rows, and does not count them as cover', () => {
    expect([...hiddenRows(table({ a: 2, none: 0, c: 30, d: 31 }), 5)].sort()).toEqual(['a', 'c']);
  });

  it('hides of things what is hidden always and its cover, and none for being few', () => {
    const rows = table({ a: 30, b: 3, c: 12, d: 31 });
    expect([...hiddenRows(rows, 5, { of: 'things' })]).toEqual([]);
    expect([...hiddenRows(rows, 5, { of: 'things' }, ['a'])].sort()).toEqual(['a', 'b']);
  });

  it('breaks ties by key whatever the order of rows', () => {
    const rows = table({ z: 9, y: 9, a: 1 });
    expect([...hiddenRows(rows, 5)].sort()).toEqual(['a', 'y']);
    expect([...hiddenRows(rows.toReversed(), 5)].sort()).toEqual(['a', 'y']);
  });

  it('never lets total minus shown rows be a small group, unless everything is hidden', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { maxLength: 8 }), fc.integer({ min: 2, max: 12 }), (counts, k) => {
        const rows = counts.map((count, index) => ({ key: `r${index}`, count }));
        const hidden = hiddenRows(rows, k);
        const shownPeople = rows.filter((row) => !hidden.has(row.key));
        const rest = rows.filter((row) => hidden.has(row.key)).reduce((sum, row) => sum + row.count, 0);
        const everythingHidden = shownPeople.every((row) => row.count === 0);
        return (
          shownPeople.every((row) => row.count === 0 || row.count >= k) &&
          (hidden.size === 0 || everythingHidden || (hidden.size > 1 && rest >= k))
        );
      }),
    );
  });
});
