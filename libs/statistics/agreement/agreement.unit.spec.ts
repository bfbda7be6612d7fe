import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given, refused } from '#test/support/answers';
import { cohenKappa } from './cohen-kappa.ts';
import type { Rating } from './coincidences.ts';
import { fleissKappa } from './fleiss-kappa.ts';
import { intraclassCorrelation } from './intraclass-correlation.ts';
import { krippendorffAlpha, krippendorffAlphaInterval } from './krippendorff-alpha.ts';

// Krippendorff 2011, section C: four observers, twelve units, one column a unit.
const OBSERVERS: readonly (readonly Rating[])[] = [
  [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
  [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
  [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
  [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
];
const UNITS = Array.from({ length: 12 }, (_, unit) => OBSERVERS.map((observer) => observer[unit] ?? null));

// Shrout & Fleiss 1979, table 2.
const JUDGES = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

const METRICS = ['nominal', 'ordinal', 'interval', 'ratio'] as const;
const table = fc
  .array(fc.array(fc.option(fc.integer({ min: 0, max: 5 })), { minLength: 3, maxLength: 3 }), {
    minLength: 2,
  })
  .filter((units) => krippendorffAlpha(units, 'nominal').ok);

describe("Krippendorff's alpha", () => {
  it.each([
    ['nominal', 0.743],
    ['ordinal', 0.815],
    ['interval', 0.849],
    ['ratio', 0.797],
  ] as const)('%s as printed', (metric, alpha) => {
    const result = given(krippendorffAlpha(UNITS, metric));
    expect(result.estimate).toBeCloseTo(alpha, 3);
    expect(result.n).toBe(11);
    expect(result.ratings).toBe(40);
  });

  it.each(METRICS)('%s: at most 1, whatever the order of units and raters', (metric) => {
    fc.assert(
      fc.property(table, (units) => {
        const { estimate } = given(krippendorffAlpha(units, metric));
        const shuffled = units.toReversed().map((unit) => unit.toReversed());
        expect(estimate).toBeLessThanOrEqual(1);
        expect(given(krippendorffAlpha(shuffled, metric)).estimate).toBeCloseTo(estimate, 10);
      }),
    );
  });

  it('interval does not care for origin or unit, ordinal for any stretching, ratio for the unit', () => {
    const moved = (change: (rating: number) => number): Rating[][] =>
      UNITS.map((unit) => unit.map((rating) => (typeof rating === 'number' ? change(rating) : null)));
    const same = (metric: (typeof METRICS)[number], change: (rating: number) => number): void => {
      const before = given(krippendorffAlpha(UNITS, metric)).estimate;
      expect(given(krippendorffAlpha(moved(change), metric)).estimate).toBeCloseTo(before, 12);
    };
    same('interval', (rating) => 7 - 3 * rating);
    same('ordinal', (rating) => rating ** 5);
    same('ratio', (rating) => rating * 12);
    expect(
      given(
        krippendorffAlpha(
          moved((rating) => rating ** 5),
          'interval',
        ),
      ).estimate,
    ).not.toBeCloseTo(0.849, 2);
  });

  it('is 1 when all agree, and below 0 when they always differ', () => {
    const agreed = [
      [1, 1],
      [2, 2],
      [3, 3],
    ];
    const opposed = [
      [1, 2],
      [2, 1],
      [1, 2],
    ];
    expect(METRICS.map((metric) => given(krippendorffAlpha(agreed, metric)).estimate)).toEqual([1, 1, 1, 1]);
    expect(given(krippendorffAlpha(opposed, 'ordinal')).estimate).toBeLessThan(0);
  });

  it('has a bootstrap interval over units that holds it', () => {
    const { estimate, interval, n } = given(krippendorffAlphaInterval(UNITS, 'ordinal', { seed: 1 }));
    expect(estimate).toBeCloseTo(0.815, 3);
    expect(n).toBe(11);
    expect(interval.low).toBeLessThan(estimate);
    expect(interval.high).toBeGreaterThan(estimate);
    expect(interval.high).toBeLessThanOrEqual(1);
  });

  it('says why it cannot', () => {
    expect(refused(krippendorffAlpha([], 'ordinal'))).toBe('empty');
    expect(refused(krippendorffAlpha([[null, null]], 'ordinal'))).toBe('empty');
    expect(refused(krippendorffAlpha([[4, null]], 'ordinal'))).toBe('too-few');
    expect(
      refused(
        krippendorffAlpha(
          [
            [4, 4],
            [4, 4],
          ],
          'ordinal',
        ),
      ),
    ).toBe('no-variation');
    expect(refused(krippendorffAlpha([['a', 'b']], 'ordinal'))).toBe('not-a-number');
    expect(refused(krippendorffAlpha([[Number.NaN, 1]], 'nominal'))).toBe('not-a-number');
    expect(refused(krippendorffAlpha([[-1, 1]], 'ratio'))).toBe('out-of-range');
    // One unit of ten carries all the variation: a third of the resamples miss it.
    const lopsided = [[5, 5], ...Array.from({ length: 9 }, () => [4, 4])];
    expect(refused(krippendorffAlphaInterval(lopsided, 'ordinal', { seed: 1 }))).toBe('unstable');
  });
});

describe('intraclass correlation', () => {
  it.each([
    ['ICC(1,1)', 0.17],
    ['ICC(2,1)', 0.29],
    ['ICC(3,1)', 0.71],
    ['ICC(1,k)', 0.44],
    ['ICC(2,k)', 0.62],
    ['ICC(3,k)', 0.91],
  ] as const)('%s as Shrout & Fleiss printed it', (form, printed) => {
    const { estimate, interval } = given(intraclassCorrelation(JUDGES, form));
    expect(estimate).toBeCloseTo(printed, 2);
    expect(Number(interval.low)).toBeLessThan(estimate);
    expect(Number(interval.high)).toBeGreaterThan(estimate);
  });

  it('a judge who is stricter throughout costs agreement, not consistency', () => {
    const agreeing = [
      [1, 1],
      [2, 2],
      [3, 3],
      [5, 5],
    ];
    const stricter = agreeing.map(([first = 0, second = 0]) => [first, second + 2]);
    expect(given(intraclassCorrelation(agreeing, 'ICC(2,1)')).estimate).toBeCloseTo(1, 12);
    expect(given(intraclassCorrelation(stricter, 'ICC(3,1)')).estimate).toBeCloseTo(1, 12);
    expect(given(intraclassCorrelation(stricter, 'ICC(2,1)')).estimate).toBeLessThan(0.7);
  });

  it('says why it cannot', () => {
    expect(refused(intraclassCorrelation([], 'ICC(2,1)'))).toBe('empty');
    expect(refused(intraclassCorrelation([[1, 2]], 'ICC(2,1)'))).toBe('one-value');
    expect(refused(intraclassCorrelation([[1], [2]], 'ICC(2,1)'))).toBe('too-few');
    expect(refused(intraclassCorrelation([[1, 2], [2]], 'ICC(2,1)'))).toBe('unequal-lengths');
    expect(
      refused(
        intraclassCorrelation(
          [
            [3, 3],
            [3, 3],
          ],
          'ICC(2,1)',
        ),
      ),
    ).toBe('no-variation');
    expect(
      refused(
        intraclassCorrelation(
          [
            [3, Number.NaN],
            [3, 3],
          ],
          'ICC(2,1)',
        ),
      ),
    ).toBe('not-a-number');
  });
});

describe('kappa', () => {
  it("Cohen's, plain and weighted, as in Cohen 1968", () => {
    const shares = [
      [0.44, 0.07, 0.09],
      [0.05, 0.2, 0.05],
      [0.01, 0.03, 0.06],
    ];
    const weights = [
      [0, 1, 3],
      [1, 0, 6],
      [3, 6, 0],
    ];
    expect(given(cohenKappa(shares)).estimate).toBeCloseTo(0.492, 3);
    expect(given(cohenKappa(shares, weights)).estimate).toBeCloseTo(0.348, 3);
  });

  it("Cohen's says why it cannot", () => {
    expect(refused(cohenKappa([]))).toBe('empty');
    expect(
      refused(
        cohenKappa([
          [0, 0],
          [0, 0],
        ]),
      ),
    ).toBe('empty');
    expect(
      refused(
        cohenKappa([
          [5, 0],
          [0, 0],
        ]),
      ),
    ).toBe('no-variation');
    expect(refused(cohenKappa([[5, 0]]))).toBe('unequal-lengths');
    expect(
      refused(
        cohenKappa(
          [
            [5, 1],
            [2, 3],
          ],
          [[0]],
        ),
      ),
    ).toBe('unequal-lengths');
    expect(
      refused(
        cohenKappa([
          [5, -1],
          [2, 3],
        ]),
      ),
    ).toBe('out-of-range');
    expect(
      refused(
        cohenKappa([
          [5, Number.NaN],
          [2, 3],
        ]),
      ),
    ).toBe('not-a-number');
  });

  it("Fleiss' for fourteen raters, ten units and five categories", () => {
    // The worked example of Fleiss' kappa in common use: κ = 0.210.
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    expect(given(fleissKappa(counts)).estimate).toBeCloseTo(0.21, 3);
  });

  it("Fleiss' says why it cannot", () => {
    expect(refused(fleissKappa([]))).toBe('empty');
    expect(refused(fleissKappa([[1, 0]]))).toBe('too-few');
    expect(
      refused(
        fleissKappa([
          [2, 0],
          [3, 0],
        ]),
      ),
    ).toBe('unequal-lengths');
    expect(
      refused(
        fleissKappa([
          [2, 0],
          [2, 0],
        ]),
      ),
    ).toBe('no-variation');
    expect(refused(fleissKappa([[2, -1]]))).toBe('out-of-range');
  });
});
