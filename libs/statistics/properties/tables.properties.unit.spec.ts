import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given } from '#test/support/answers';
import {
  cohenKappa,
  fleissKappa,
  intraclassCorrelation,
  judgesAgreement,
  krippendorffAlpha,
  krippendorffAlphaInterval,
  passHatK,
  withinSubjectRatio,
  withinSubjectVariance,
  type Answer,
  type IccForm,
  type Interval,
} from '../index.ts';
import type { TABLES } from './families.ts';
import { expectCannot, expectHolds, expectNear, expectNested, NOT_FINITE, shuffled } from './laws.ts';

type Table = readonly (readonly number[])[];

/** One row a unit (a prompt, a target, an item), four numbers each. */
interface Case {
  readonly ask: (table: Table, level?: number) => Answer<object>;
  readonly estimate: (table: Table) => number;
  readonly interval?: (table: Table, level: number) => Interval;
  /** What every number doubled makes of the estimate. */
  readonly doubled: (estimate: number) => number;
  readonly most: number;
  /** Whether all rows in one and the same is an answer. */
  readonly ofEqual?: true;
}

const same = (estimate: number): number => estimate;
const options = (level = 0.95) => ({ seed: 'laws', resamples: 400, level });
const ratio = (table: Table, level?: number) =>
  withinSubjectRatio(
    table.map(([a = 0, b = 0, ...now]) => ({ baseline: [[a, b]], now: [now] })),
    options(level),
  );
const twice = (table: Table): number[][] => table.map((row) => row.map((value) => value * 2));
/** The first passed of the sum of all. */
const passes = (table: Table) =>
  passHatK(
    table.map((row) => ({ passed: row[0] ?? 0, runs: row.reduce((sum, value) => sum + value, 0) })),
    1,
  );
/** Cross-table of the first two ratings, 1 to 5. */
const crossed = (table: Table): number[][] => {
  const counts = Array.from({ length: 5 }, () => Array.from({ length: 5 }, () => 0));
  for (const [a = 1, b = 1] of table) {
    const row = counts[a - 1];
    if (row) row[b - 1] = (row[b - 1] ?? 0) + 1;
  }
  return counts;
};
const counted = (table: Table): number[][] =>
  table.map((row) => [1, 2, 3, 4, 5].map((category) => row.filter((value) => value === category).length));

const CASES: Readonly<Record<(typeof TABLES)[number], Case>> = {
  withinSubjectVariance: {
    ask: withinSubjectVariance,
    estimate: (table) => given(withinSubjectVariance(table)).sd,
    doubled: (sd) => sd * 2,
    most: Number.POSITIVE_INFINITY,
    ofEqual: true,
  },
  withinSubjectRatio: {
    ask: ratio,
    estimate: (table) => given(ratio(table)).estimate,
    interval: (table, level) => given(ratio(table, level)).interval,
    doubled: same,
    most: Number.POSITIVE_INFINITY,
  },
  passHatK: {
    ask: passes,
    estimate: (table) => given(passes(table)).estimate,
    doubled: same,
    most: 1,
    ofEqual: true,
  },
  intraclassCorrelation: {
    ask: (table, level) => intraclassCorrelation(table, 'ICC(2,1)', level),
    estimate: (table) => given(intraclassCorrelation(table, 'ICC(2,1)')).estimate,
    interval: (table, level) => given(intraclassCorrelation(table, 'ICC(2,1)', level)).interval,
    doubled: same,
    most: 1,
  },
  // its limits stay within 0 and 1, whatever the estimate: they have a law of their own below
  judgesAgreement: {
    ask: (table, level) => judgesAgreement(table, level),
    estimate: (table) => given(judgesAgreement(table)).estimate,
    doubled: same,
    most: 1,
  },
  krippendorffAlpha: {
    ask: (table) => krippendorffAlpha(table, 'interval'),
    estimate: (table) => given(krippendorffAlpha(table, 'interval')).estimate,
    doubled: same,
    most: 1,
  },
  krippendorffAlphaInterval: {
    ask: (table, level) => krippendorffAlphaInterval(table, 'ratio', options(level)),
    estimate: (table) => given(krippendorffAlphaInterval(table, 'ratio', options())).estimate,
    interval: (table, level) => given(krippendorffAlphaInterval(table, 'ratio', options(level))).interval,
    doubled: same,
    most: 1,
  },
  cohenKappa: {
    ask: (table) => cohenKappa(table.flat().every(isRating) ? crossed(table) : table),
    estimate: (table) => given(cohenKappa(crossed(table), 'linear')).estimate,
    doubled: same,
    most: 1,
  },
  fleissKappa: {
    ask: (table) => fleissKappa(table.flat().every(isRating) ? counted(table) : table),
    estimate: (table) => given(fleissKappa(counted(table))).estimate,
    doubled: same,
    most: 1,
  },
};

function isRating(value: number): boolean {
  return [1, 2, 3, 4, 5].includes(value);
}

const PAIRS_OF_FORMS: readonly (readonly [IccForm, IccForm])[] = [
  ['ICC(1,1)', 'ICC(1,k)'],
  ['ICC(2,1)', 'ICC(2,k)'],
  ['ICC(3,1)', 'ICC(3,k)'],
];

const rating = fc.integer({ min: 1, max: 5 });
/** The first two rows vary and differ, in each pair of columns: every question has an answer. */
const table: fc.Arbitrary<number[][]> = fc
  .array(fc.array(rating, { minLength: 4, maxLength: 4 }), { minLength: 8, maxLength: 14 })
  .map((rows) => [...rows, [1, 3, 2, 5], [4, 1, 3, 4], [5, 3, 1, 4], [2, 4, 5, 3]])
  .filter((rows) => rows.filter(([a, b]) => a !== b).length > 6);
const runs = { numRuns: 50 };
/** Counts in categories have no unit. */
const CATEGORIES: ReadonlySet<string> = new Set(['cohenKappa', 'fleissKappa']);
const withUnit = Object.entries(CASES).filter(([name]) => !CATEGORIES.has(name));
const withInterval = Object.entries(CASES).flatMap(([name, { estimate, interval }]) =>
  interval ? ([[name, estimate, interval]] as const) : [],
);

describe.each(Object.entries(CASES))('%s', (_, { ask, estimate, most, ofEqual }) => {
  it('does not care for the order of rows, and stays within its bounds', () => {
    const mixed = table.chain((rows) => fc.tuple(fc.constant(rows), shuffled(rows)));
    fc.assert(
      fc.property(mixed, ([rows, other]) => {
        expectNear(estimate(other), estimate(rows));
        expect(estimate(rows)).toBeLessThanOrEqual(most + 1e-12);
      }),
      runs,
    );
  });

  it('is cannot of nothing, of NaN and of infinities, and of no variation', () => {
    const some = [
      [1, 2, 4, 5],
      [4, 2, 2, 1],
      [3, 5, 1, 2],
      [2, 2, 3, 4],
    ];
    expectCannot(ask([]));
    for (const wrong of NOT_FINITE) expectCannot(ask([...some, [wrong, 1, 2, 3]]));
    expect(ask(some.map(() => [3, 3, 3, 3])).ok).toBe(ofEqual ?? false);
  });
});

describe.each(withUnit)('%s', (_, { estimate, doubled }) => {
  it('goes with the unit', () => {
    fc.assert(
      fc.property(table, (rows) => expectNear(estimate(twice(rows)), doubled(estimate(rows)))),
      runs,
    );
  });
});

describe.each(withInterval)('%s', (_, estimate, interval) => {
  it('lies in its interval, and a higher level holds a lower one', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const [narrow, usual, wide] = [0.8, 0.95, 0.99].map((level) => interval(rows, level));
        if (!narrow || !usual || !wide) throw new Error('An interval is missing.');
        expectHolds(usual, estimate(rows));
        expectNested(narrow, usual);
        expectNested(usual, wide);
      }),
      runs,
    );
  });
});

describe('agreement', () => {
  it('does not care which rater comes first', () => {
    const columns = table.chain((rows) =>
      fc.tuple(fc.constant(rows), shuffled([0, 1, 2, 3])).map(([all, order]) => ({
        all,
        other: all.map((row) => order.map((i) => row[i] ?? Number.NaN)),
      })),
    );
    fc.assert(
      fc.property(columns, ({ all, other }) => {
        for (const form of ['ICC(1,1)', 'ICC(2,1)', 'ICC(3,1)'] satisfies IccForm[]) {
          expectNear(
            given(intraclassCorrelation(other, form)).estimate,
            given(intraclassCorrelation(all, form)).estimate,
          );
        }
        for (const metric of ['nominal', 'ordinal', 'interval', 'ratio'] as const) {
          expectNear(
            given(krippendorffAlpha(other, metric)).estimate,
            given(krippendorffAlpha(all, metric)).estimate,
          );
        }
        const turned = all.map(([a = 0, b = 0]) => [b, a]);
        expectNear(given(cohenKappa(crossed(turned))).estimate, given(cohenKappa(crossed(all))).estimate);
      }),
      runs,
    );
  });

  it('is further from 0 of the mean of k judges than of one', () => {
    fc.assert(
      fc.property(table, fc.constantFrom(...PAIRS_OF_FORMS), (rows, [one, many]) => {
        const of = (form: IccForm): number => given(intraclassCorrelation(rows, form)).estimate;
        expect(Math.sign(of(many))).toBe(Math.sign(of(one)));
        expect(Math.abs(of(many))).toBeGreaterThanOrEqual(Math.abs(of(one)) - 1e-12);
      }),
      runs,
    );
  });

  it('of a sample of judges has limits within 0 and 1 that hold an estimate there, and those of a lower level', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const [narrow, usual, wide] = [0.8, 0.95, 0.99].map((level) => given(judgesAgreement(rows, level)));
        if (!narrow || !usual || !wide) throw new Error('An interval is missing.');
        for (const end of [usual.interval.low, usual.interval.high]) {
          expect(end).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(1);
        }
        const { estimate } = given(intraclassCorrelation(rows, 'ICC(2,1)'));
        expectNear(usual.estimate, estimate);
        if (estimate >= 0) expectHolds(usual.interval, estimate);
        expectNested(narrow.interval, usual.interval);
        expectNested(usual.interval, wide.interval);
      }),
      runs,
    );
  });

  it('of raters who agree throughout is 1', () => {
    fc.assert(
      fc.property(fc.array(rating, { minLength: 3, maxLength: 9 }), (ratings) => {
        const rows = [...ratings, 1, 5].map((value) => [value, value, value, value]);
        for (const { estimate } of [CASES.cohenKappa, CASES.fleissKappa, CASES.krippendorffAlpha]) {
          expectNear(estimate(rows), 1);
        }
        expectNear(CASES.intraclassCorrelation.estimate(rows), 1);
      }),
      runs,
    );
  });
});
