import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given, refused } from '#test/support/answers';
import { benjaminiHochberg } from '../comparison/benjamini-hochberg.ts';
import { poissonRate } from '../rate/poisson-rate.ts';
import { mean, meanAndSd } from './mean.ts';
import { quantile } from './quantile.ts';
import { xmrLimits } from './xmr-limits.ts';

const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 40 });

describe('mean and deviation', () => {
  /** NIST StRD: one value, then two in turn, 500 times. */
  const numAcc = (first: number, low: number, high: number): number[] => [
    first,
    ...Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? low : high)),
  ];

  it.each([
    ['NumAcc1', [10000001, 10000003, 10000002], 10000002, 1, 14],
    ['NumAcc2', numAcc(1.2, 1.1, 1.3), 1.2, 0.1, 14],
    // The data themselves, rounded to doubles, hold the deviation to no more digits than these.
    ['NumAcc3', numAcc(1000000.2, 1000000.1, 1000000.3), 1000000.2, 0.1, 9.4],
    ['NumAcc4', numAcc(10000000.2, 10000000.1, 10000000.3), 10000000.2, 0.1, 8.2],
  ])('certified values of %s', (_, data, certifiedMean, certifiedSd, digits) => {
    const { mean, sd } = given(meanAndSd(data));
    expect(mean).toBe(certifiedMean);
    expect(Math.abs(sd - certifiedSd) / certifiedSd).toBeLessThan(10 ** -digits);
  });

  it('do not care for order; the deviation not for the origin', () => {
    fc.assert(
      fc.property(values, (all) => {
        const plain = given(meanAndSd(all));
        const other = given(meanAndSd(all.toReversed().map((x) => 3 * x + 1e6)));
        expect(other.mean).toBeCloseTo(3 * plain.mean + 1e6, 6);
        expect(other.sd).toBeCloseTo(3 * plain.sd, 6);
      }),
    );
  });

  it('say why they cannot', () => {
    expect(refused(mean([]))).toBe('empty');
    expect(refused(meanAndSd([1]))).toBe('one-value');
    expect(refused(meanAndSd([1, Number.NaN]))).toBe('not-a-number');
    expect(refused(meanAndSd([1e308, -1e308]))).toBe('overflow');
    expect(given(meanAndSd([4, 4])).sd).toBe(0);
    expect(given(mean([4])).mean).toBe(4);
  });
});

describe('quantiles', () => {
  it('stay between the extremes, rise with p, and do not care for order', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(values, share, share, fc.constantFrom(6, 7, 8), (all, one, two, type) => {
        const [p, q] = [Math.min(one, two), Math.max(one, two)];
        const [low, high] = [p, q].map((at) => given(quantile(all, at, type)).estimate);
        expect(low).toBeLessThanOrEqual(Number(high) + 1e-9);
        expect(low).toBeGreaterThanOrEqual(Math.min(...all));
        expect(high).toBeLessThanOrEqual(Math.max(...all));
        expect(given(quantile(all.toReversed(), p, type)).estimate).toBe(low);
      }),
    );
  });

  it('of every type are the median at one half', () => {
    expect(([6, 7, 8] as const).map((type) => given(quantile([9, 1, 5, 3], 0.5, type)).estimate)).toEqual([
      4, 4, 4,
    ]);
    expect(given(quantile([7], 0.2)).estimate).toBe(7);
    expect(refused(quantile([], 0.5))).toBe('empty');
    expect(refused(quantile([1], 1.5))).toBe('out-of-range');
    expect(refused(quantile([1], Number.NaN))).toBe('out-of-range');
  });
});

describe('XmR limits', () => {
  it('come from neighbours, so that a jump in level is seen', () => {
    const shifted = [10, 11, 10, 11, 10, 20, 21, 20, 21, 20];
    const { low, high, meanMovingRange } = given(xmrLimits(shifted));
    expect(meanMovingRange).toBe(2);
    expect(low).toBeCloseTo(15.4 - 2.66 * 2, 12);
    expect(high).toBeLessThan(21);
    expect(refused(xmrLimits([]))).toBe('empty');
    expect(refused(xmrLimits([3]))).toBe('one-value');
    expect(given(xmrLimits([3, 3]))).toMatchObject({ low: 3, high: 3 });
  });
});

describe('exact Poisson rate', () => {
  // Garwood 1936, table; also Pearson & Hartley, table 40.
  it.each([
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [5, 1.623, 11.668],
    [10, 4.795, 18.39],
    [30, 20.24, 42.83],
  ])('%i events', (events, low, high) => {
    const { interval } = given(poissonRate(events));
    expect(interval.low).toBeCloseTo(low, 2);
    expect(interval.high).toBeCloseTo(high, 2);
  });

  // scipy 1.17: chi2.ppf(0.975, 2k + 2) / 2.
  it.each([
    [100, 121.62679379242638],
    [1000, 1063.952136016302],
    [5000, 5140.5489485350045],
    [1_000_000, 1001961.9119454322],
  ])('keeps its upper limit right for %i events', (events, high) => {
    expect((given(poissonRate(events)).interval.high ?? Number.NaN) / high).toBeCloseTo(1, 9);
  });

  it('is per unit of exposure', () => {
    expect(given(poissonRate(10, 4)).estimate).toBe(2.5);
    expect(given(poissonRate(10, 4)).interval.high).toBeCloseTo(18.39 / 4, 2);
    expect(refused(poissonRate(3, 0))).toBe('empty');
    expect(refused(poissonRate(-3))).toBe('out-of-range');
    expect(refused(poissonRate(Number.NaN))).toBe('not-a-number');
  });
});

describe('Benjamini-Hochberg', () => {
  it('rejects the four of fifteen that the paper rejects at 0.05', () => {
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ];
    const { adjusted } = given(benjaminiHochberg(p.toReversed()));
    expect(adjusted.filter((value) => value <= 0.05)).toHaveLength(4);
    expect(adjusted.at(-4)).toBeCloseTo((0.0095 * 15) / 4, 12);
  });

  it('never lowers a p value and keeps their order', () => {
    const p = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(p, (thousandths) => {
        const all = thousandths.toSorted((a, b) => a - b).map((value) => value / 1000);
        const { adjusted } = given(benjaminiHochberg(all));
        expect(adjusted).toEqual(adjusted.toSorted((a, b) => a - b));
        expect(adjusted.every((value, i) => value >= Number(all[i]) && value <= 1)).toBe(true);
        expect(given(benjaminiHochberg(all.toReversed())).adjusted.toReversed()).toEqual(adjusted);
      }),
    );
    expect(refused(benjaminiHochberg([]))).toBe('empty');
    expect(refused(benjaminiHochberg([2]))).toBe('out-of-range');
  });
});
