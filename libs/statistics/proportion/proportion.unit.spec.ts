import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given, refused } from '#test/support/answers';
import { clopperPearson } from './clopper-pearson.ts';
import { newcombeDifference } from './newcombe-difference.ts';
import { pairedProportionDifference } from './paired-difference.ts';
import { wilson } from './wilson.ts';

const share = fc
  .integer({ min: 1, max: 2000 })
  .chain((n) => fc.record({ k: fc.integer({ min: 0, max: n }), n: fc.constant(n) }));

describe('Wilson interval', () => {
  // Newcombe 1998, Stat. Med. 17:857, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i as Newcombe printed it', (k, n, low, high) => {
    const { interval } = given(wilson(k, n));
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('holds the share, stays within 0 and 1, and mirrors when passes become failures', () => {
    fc.assert(
      fc.property(share, ({ k, n }) => {
        const { estimate, interval } = given(wilson(k, n));
        const mirrored = given(wilson(n - k, n)).interval;
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.low).toBeLessThanOrEqual(estimate);
        expect(interval.high).toBeGreaterThanOrEqual(estimate);
        expect(interval.high).toBeLessThanOrEqual(1);
        expect(1 - Number(mirrored.high)).toBeCloseTo(Number(interval.low), 12);
      }),
    );
  });

  it('rises with k, and narrows as the same share comes from more', () => {
    fc.assert(
      fc.property(share, fc.integer({ min: 2, max: 9 }), ({ k, n }, times) => {
        const { interval } = given(wilson(k, n));
        const more = given(wilson(Math.min(n, k + 1), n)).interval;
        const larger = given(wilson(k * times, n * times)).interval;
        expect(more.low).toBeGreaterThanOrEqual(Number(interval.low));
        expect(more.high).toBeGreaterThanOrEqual(Number(interval.high));
        expect(Number(larger.high) - Number(larger.low)).toBeLessThan(
          Number(interval.high) - Number(interval.low),
        );
      }),
    );
  });

  it('says why it cannot', () => {
    expect(refused(wilson(0, 0))).toBe('empty');
    expect(refused(wilson(3, 2))).toBe('out-of-range');
    expect(refused(wilson(-1, 2))).toBe('out-of-range');
    expect(refused(wilson(0.5, 2))).toBe('out-of-range');
    expect(refused(wilson(Number.NaN, 2))).toBe('not-a-number');
    expect(refused(wilson(1, 2, 1))).toBe('out-of-range');
  });
});

describe('Clopper-Pearson interval', () => {
  // Newcombe 1998, Stat. Med. 17:857, table I, method 5.
  it.each([
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0, 0.1684],
    [1, 29, 0.0009, 0.1776],
  ])('%i of %i as Newcombe printed it', (k, n, low, high) => {
    const { interval } = given(clopperPearson(k, n));
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('leaves exactly half of the error beyond each limit', () => {
    const k = 3;
    const n = 14;
    const { interval } = given(clopperPearson(k, n));
    const atMost = (p: number, most: number): number => {
      let total = 0;
      for (let i = 0, ways = 1; i <= most; ways = (ways * (n - i)) / (i + 1), i += 1) {
        total += ways * p ** i * (1 - p) ** (n - i);
      }
      return total;
    };
    expect(atMost(Number(interval.high), k)).toBeCloseTo(0.025, 10);
    expect(1 - atMost(Number(interval.low), k - 1)).toBeCloseTo(0.025, 10);
  });
});

describe('Newcombe difference', () => {
  // Newcombe 1998, Stat. Med. 17:873, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('%i/%i - %i/%i as printed', (k1, n1, k2, n2, low, high) => {
    const { interval } = given(newcombeDifference({ k: k1, n: n1 }, { k: k2, n: n2 }));
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('turns around when the groups change places, and stays within -1 and 1', () => {
    fc.assert(
      fc.property(share, share, (a, b) => {
        const forward = given(newcombeDifference(a, b));
        const backward = given(newcombeDifference(b, a));
        expect(backward.estimate).toBeCloseTo(-forward.estimate, 12);
        expect(Number(backward.interval.low)).toBeCloseTo(-Number(forward.interval.high), 12);
        expect(Number(forward.interval.low)).toBeGreaterThanOrEqual(-1);
        expect(Number(forward.interval.low)).toBeLessThanOrEqual(forward.estimate);
        expect(Number(forward.interval.high)).toBeGreaterThanOrEqual(forward.estimate);
      }),
    );
  });

  it('says why it cannot', () => {
    expect(refused(newcombeDifference({ k: 0, n: 0 }, { k: 1, n: 2 }))).toBe('empty');
    expect(refused(newcombeDifference({ k: 1, n: 2 }, { k: 3, n: 2 }))).toBe('out-of-range');
  });
});

describe('paired difference of shares', () => {
  it('is the unpaired interval where the answers of a unit are not correlated', () => {
    const paired = given(pairedProportionDifference({ both: 12, onlyFirst: 6, onlySecond: 8, neither: 4 }));
    const unpaired = given(newcombeDifference({ k: 18, n: 30 }, { k: 20, n: 30 }));
    expect(paired.estimate).toBeCloseTo(unpaired.estimate, 12);
    expect(paired.interval.low).toBeCloseTo(Number(unpaired.interval.low), 12);
    expect(paired.interval.high).toBeCloseTo(Number(unpaired.interval.high), 12);
  });

  it('is narrower than unpaired when units keep their answer, wider when they swap it', () => {
    const width = (both: number, swapped: number): number => {
      const counts = { both, onlyFirst: swapped, onlySecond: swapped, neither: both };
      const { low, high } = given(pairedProportionDifference(counts)).interval;
      return Number(high) - Number(low);
    };
    const { low, high } = given(newcombeDifference({ k: 20, n: 40 }, { k: 20, n: 40 })).interval;
    expect(width(16, 4)).toBeLessThan(Number(high) - Number(low));
    expect(width(4, 16)).toBeGreaterThan(Number(high) - Number(low));
  });

  it('says why it cannot', () => {
    expect(refused(pairedProportionDifference({ both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 }))).toBe(
      'empty',
    );
    expect(refused(pairedProportionDifference({ both: -1, onlyFirst: 2, onlySecond: 2, neither: 2 }))).toBe(
      'out-of-range',
    );
  });
});
