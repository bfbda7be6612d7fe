import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given, refused } from '#test/support/answers';
import { quantile } from '../description/quantile.ts';
import { bootstrapClustered, bootstrapPaired, bootstrapValues } from './bootstrap-units.ts';
import { bootstrap } from './bootstrap.ts';
import { Generator } from './generator.ts';
import { fnv1a64, splitMix64 } from './seed.ts';

const meanOf = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('generator', () => {
  it('gives the outputs of the reference xoshiro128**, version 1.1', () => {
    const random = new Generator([1, 2, 3, 4]);
    const outputs = Array.from({ length: 10 }, () => random.uint32());
    expect(outputs).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it('seeds by the reference SplitMix64 and FNV-1a', () => {
    const split = splitMix64(1234567n);
    expect([split(), split(), split()]).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
    ]);
    expect(fnv1a64('a')).toBe(0xaf63dc4c8601ec8cn);
    expect(fnv1a64('foobar')).toBe(0x85944171f73967e8n);
  });

  it('draws each of a few values about equally often, without gaps', () => {
    const random = Generator.of('evenness');
    const counts = [0, 0, 0, 0, 0, 0, 0];
    const draws = 70_000;
    for (let i = 0; i < draws; i += 1) {
      const value = random.below(7);
      counts[value] = (counts[value] ?? Number.NaN) + 1;
    }
    const chiSquare = counts.reduce((total, count) => total + (count - draws / 7) ** 2 / (draws / 7), 0);
    expect(counts).toHaveLength(7);
    // 99.9% point of χ² with 6 degrees of freedom.
    expect(chiSquare).toBeLessThan(22.46);
  });

  it('stays inside its ranges for any seed, and repeats itself', () => {
    const seed = fc.oneof(fc.string(), fc.maxSafeInteger());
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 2 ** 21 }), (seed, bound) => {
        const [one, two] = [Generator.of(seed), Generator.of(seed)];
        for (let i = 0; i < 20; i += 1) {
          const value = one.below(bound);
          expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
          expect(two.below(bound)).toBe(value);
        }
        const uniform = one.uniform();
        expect(uniform >= 0 && uniform < 1).toBe(true);
      }),
    );
  });

  it('refuses seeds that would be rounded and a state that would stand still', () => {
    expect(() => Generator.of(0.5)).toThrow(RangeError);
    expect(() => new Generator([0, 0, 0, 0])).toThrow(RangeError);
  });
});

// Efron & Tibshirani 1993, table 14.1 and 14.2: variance of test A of the spatial data.
const SPATIAL_A = [
  48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41,
];
const plugInVariance = (values: Float64Array): number => {
  const centre = meanOf(values);
  return meanOf(values.map((value) => (value - centre) ** 2));
};

describe('bootstrap', () => {
  it.each([
    ['percentile', 100.8, 233.9],
    ['BCa', 115.8, 259.6],
  ] as const)('%s interval of the spatial data is that of Efron & Tibshirani', (method, low, high) => {
    const options = { seed: 14, resamples: 20_000, level: 0.9, method };
    const { estimate, interval } = given(bootstrapValues(SPATIAL_A, plugInVariance, options));
    expect(estimate).toBeCloseTo(171.5, 1);
    // Theirs come from 2,000 resamples: their own Monte Carlo error is several units.
    expect(Math.abs(Number(interval.low) - low)).toBeLessThan(4);
    expect(Math.abs(Number(interval.high) - high)).toBeLessThan(6);
  });

  it('is what drawing by hand gives', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const random = Generator.of('by hand');
    const means = Array.from({ length: 400 }, () => {
      const drawn = Array.from({ length: 8 }, () => values[random.below(8)] ?? Number.NaN);
      return drawn.reduce((a, b) => a + b, 0) / 8;
    });
    const { interval } = given(bootstrapValues(values, meanOf, { seed: 'by hand', resamples: 400 }));
    expect(interval.low).toBe(given(quantile(means, 0.025, 6)).estimate);
    expect(interval.high).toBe(given(quantile(means, 0.975, 6)).estimate);
  });

  it('agrees with the textbook standard error of a mean', () => {
    const values = Array.from({ length: 200 }, (_, i) => (i * 37) % 101);
    const { estimate, interval } = given(bootstrapValues(values, meanOf, { seed: 1, resamples: 4000 }));
    const sd = Math.sqrt(values.reduce((total, value) => total + (value - estimate) ** 2, 0) / 200);
    const width = Number(interval.high) - Number(interval.low);
    expect(width / ((2 * 1.96 * sd) / Math.sqrt(200))).toBeCloseTo(1, 1);
  });

  it('expanded for few units reaches as far as Student would', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const options = { seed: 1, resamples: 20_000, method: 'expanded percentile' } as const;
    const { interval } = given(bootstrapValues(values, meanOf, options));
    const plain = given(bootstrapValues(values, meanOf, { ...options, method: 'percentile' })).interval;
    // Student's interval for these: 3.875 ± 2.365 × 2.748/√8; resamples of skewed values are not symmetric around it.
    expect(Number(interval.high) - Number(interval.low)).toBeCloseTo(2 * 2.365 * (2.748 / Math.sqrt(8)), 0);
    expect(Number(interval.high) - Number(interval.low)).toBeGreaterThan(
      1.2 * (Number(plain.high) - Number(plain.low)),
    );
  });

  it('gives the same for the same seed, another for another', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const of = (seed: number): unknown => bootstrapValues(values, meanOf, { seed });
    expect(of(7)).toEqual(of(7));
    expect(of(7)).not.toEqual(of(8));
  });

  it('keeps pairs together: a difference that never varies cannot have an interval', () => {
    const difference = (a: Float64Array, b: Float64Array): number => meanOf(b) - meanOf(a);
    expect(refused(bootstrapPaired([1, 2, 4, 8], [2, 3, 5, 9], difference, { seed: 1 }))).toBe(
      'no-variation',
    );
    expect(given(bootstrapPaired([1, 2, 4, 8], [2, 3, 5, 10], difference, { seed: 1 })).estimate).toBe(1.25);
  });

  it('keeps clusters together: copies inside a cluster add no certainty', () => {
    const clusters = [3, 1, 4, 1, 5, 9, 2, 6].map((value) => [value]);
    const copied = clusters.map(([value = 0]) => [value, value, value]);
    const mean = (drawn: readonly (readonly number[])[]): number => meanOf(Float64Array.from(drawn.flat()));
    const [once, thrice] = [
      given(bootstrapClustered(clusters, mean, { seed: 3 })),
      given(bootstrapClustered(copied, mean, { seed: 3 })),
    ];
    expect(thrice.interval.low).toBeCloseTo(Number(once.interval.low), 12);
    expect(thrice.interval.high).toBeCloseTo(Number(once.interval.high), 12);
  });

  it('moves and stretches with the values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 3, maxLength: 12 }), (values) => {
        fc.pre(new Set(values).size > 1);
        const plain = given(bootstrapValues(values, meanOf, { seed: 5, resamples: 200 })).interval;
        const moved = given(
          bootstrapValues(
            values.map((value) => 4 * value + 10),
            meanOf,
            { seed: 5, resamples: 200 },
          ),
        ).interval;
        expect(moved.low).toBeCloseTo(4 * Number(plain.low) + 10, 9);
        expect(moved.high).toBeCloseTo(4 * Number(plain.high) + 10, 9);
      }),
      { numRuns: 40 },
    );
  });

  it('says why it cannot', () => {
    const count = (drawn: Uint32Array): number => drawn.length;
    expect(refused(bootstrap(0, count, { seed: 1 }))).toBe('empty');
    expect(refused(bootstrap(1, count, { seed: 1 }))).toBe('one-value');
    expect(refused(bootstrap(2 ** 22, count, { seed: 1 }))).toBe('too-many');
    expect(refused(bootstrap(9, count, { seed: 1 }))).toBe('no-variation');
    expect(refused(bootstrap(9, count, { seed: 1, level: 1 }))).toBe('out-of-range');
    expect(refused(bootstrap(9, count, { seed: 1, resamples: 10 }))).toBe('out-of-range');
    expect(refused(bootstrap(9, () => Number.NaN, { seed: 1 }))).toBe('zero-denominator');
    expect(refused(bootstrapValues([1, Number.NaN], meanOf, { seed: 1 }))).toBe('not-a-number');
  });

  it('refuses when too many resamples have no value, and counts a few', () => {
    const withoutTheFirst = (drawn: Uint32Array): number =>
      drawn.includes(0) ? drawn.reduce((a, b) => a + b, 0) : Number.NaN;
    expect(refused(bootstrap(5, withoutTheFirst, { seed: 1 }))).toBe('unstable');
    const rarely = (drawn: Uint32Array): number =>
      drawn.some((unit) => unit < 5) ? drawn.reduce((a, b) => a + b, 0) : Number.NaN;
    const { undefinedResamples, resamples } = given(bootstrap(9, rarely, { seed: 1 }));
    expect(undefinedResamples).toBeGreaterThan(0);
    expect(undefinedResamples).toBeLessThan(resamples / 100);
  });
});
