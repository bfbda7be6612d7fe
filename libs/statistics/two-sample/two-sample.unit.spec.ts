import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given, refused } from '#test/support/answers';
import { geometricMeanRatio } from './geometric-mean-ratio.ts';
import { hedgesG } from './hedges-g.ts';
import { hodgesLehmannShift, mannWhitney } from './mann-whitney.ts';
import { meanDifference } from './mean-difference.ts';

// Hollander & Wolfe 1973, permeability of the placenta.
const TERM = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
const EARLY = [1.15, 0.88, 0.9, 0.74, 1.21];
const STUDENT_A = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const STUDENT_B = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

const sample = fc
  .array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 25 })
  .filter((values) => new Set(values).size > 1);

describe('Welch difference', () => {
  it("is that of R's t.test for the sleep data taken as two groups", () => {
    const result = given(meanDifference(STUDENT_A, STUDENT_B));
    expect(result.t).toBeCloseTo(-1.8608, 4);
    expect(result.degreesOfFreedom).toBeCloseTo(17.776, 3);
    expect(result.p).toBeCloseTo(0.07939, 5);
    expect(result.interval.low).toBeCloseTo(-3.3654832, 7);
    expect(result.interval.high).toBeCloseTo(0.2054832, 7);
  });

  it('turns with the groups and stretches with the unit', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const forward = given(meanDifference(a, b)).interval;
        const backward = given(
          meanDifference(
            b.map((x) => x * 60),
            a.map((x) => x * 60),
          ),
        ).interval;
        expect(Number(backward.low)).toBeCloseTo(-60 * Number(forward.high), 6);
      }),
    );
  });

  it('says why it cannot', () => {
    expect(refused(meanDifference([], [1, 2]))).toBe('empty');
    expect(refused(meanDifference([1], [1, 2]))).toBe('one-value');
    expect(refused(meanDifference([1, 1], [2, 2]))).toBe('no-variation');
    expect(refused(meanDifference([1, Number.POSITIVE_INFINITY], [2, 2]))).toBe('not-a-number');
  });
});

describe("Hedges' g and geometric means", () => {
  it('g is the difference over the pooled spread, made smaller by J', () => {
    const { estimate, uncorrected, correction, interval } = given(hedgesG([2, 4, 6, 8], [1, 3, 5, 7]));
    // Both variances are 20/3; J for 6 degrees of freedom is 0.8686 by Γ(3) / (√3 Γ(2.5)).
    expect(uncorrected).toBeCloseTo(1 / Math.sqrt(20 / 3), 12);
    expect(correction).toBeCloseTo(2 / (Math.sqrt(3) * 1.329340388179137), 12);
    expect(estimate).toBeCloseTo(uncorrected * correction, 12);
    expect(Number(interval.low)).toBeLessThan(0);
    expect(Number(interval.high)).toBeGreaterThan(1);
    expect(refused(hedgesG([1, 1], [2, 2]))).toBe('no-variation');
    expect(refused(hedgesG([], [2, 2]))).toBe('empty');
  });

  it('a ratio of geometric means does not care for the unit', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const plain = given(geometricMeanRatio(a, b));
        const scaled = given(
          geometricMeanRatio(
            a.map((x) => x * 60),
            b.map((x) => x * 60),
          ),
        );
        expect(scaled.estimate / plain.estimate).toBeCloseTo(1, 9);
        expect(given(geometricMeanRatio(b, a)).estimate * plain.estimate).toBeCloseTo(1, 9);
        expect(Number(plain.interval.low)).toBeGreaterThan(0);
      }),
    );
    expect(given(geometricMeanRatio([2, 8], [1, 4])).estimate).toBeCloseTo(2, 12);
    expect(refused(geometricMeanRatio([0, 8], [1, 4]))).toBe('out-of-range');
    expect(refused(geometricMeanRatio([], [1, 4]))).toBe('empty');
  });
});

describe('Mann-Whitney and Hodges-Lehmann', () => {
  it('are those of Hollander & Wolfe', () => {
    expect(given(mannWhitney(TERM, EARLY))).toMatchObject({ u: 35, exact: true });
    expect(given(mannWhitney(TERM, EARLY)).pGreater).toBeCloseTo(0.1272, 4);
    const shift = given(hodgesLehmannShift(TERM, EARLY));
    expect(shift.estimate).toBeCloseTo(0.305, 10);
    expect(shift.interval.low).toBeCloseTo(-0.15, 10);
    expect(shift.interval.high).toBeCloseTo(0.76, 10);
  });

  it('count every pair, ties half', () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        const pairs = x.flatMap((a) => y.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
        const { u, probabilityOfSuperiority } = given(mannWhitney(x, y));
        expect(u).toBe(pairs.reduce<number>((total, pair) => total + pair, 0));
        expect(given(mannWhitney(y, x)).probabilityOfSuperiority).toBeCloseTo(
          1 - probabilityOfSuperiority,
          12,
        );
      }),
    );
  });

  it('exact tails are what listing every arrangement gives', () => {
    // Of the 10 ways to place 2 of 5 ranks, U ≥ 5 holds for {3,5} (5) and {4,5} (6).
    expect(given(mannWhitney([3, 5], [1, 2, 4])).pGreater).toBeCloseTo(0.2, 12);
    expect(given(mannWhitney([3, 5], [1, 2, 4])).pLess).toBeCloseTo(0.9, 12);
  });

  it('the normal approximation meets the exact tails where they change over', () => {
    const x = Array.from({ length: 49 }, (_, i) => i * 2 + 8);
    const y = Array.from({ length: 49 }, (_, i) => i * 2 + 1);
    const exact = given(mannWhitney(x, y));
    const approximate = given(mannWhitney([...x, 57.5], y));
    expect(exact.exact).toBe(true);
    expect(approximate.exact).toBe(false);
    expect(Math.abs(approximate.p - exact.p)).toBeLessThan(0.03);
  });

  it('the shift moves with the values and its interval holds it', () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        const plain = given(hodgesLehmannShift(x, y));
        const moved = given(
          hodgesLehmannShift(
            x.map((a) => a + 7),
            y.toReversed(),
          ),
        );
        expect(moved.estimate).toBeCloseTo(plain.estimate + 7, 9);
        expect(moved.interval.low).toBeCloseTo(Number(plain.interval.low) + 7, 9);
        expect(Number(plain.interval.low)).toBeLessThanOrEqual(plain.estimate);
        expect(Number(plain.interval.high)).toBeGreaterThanOrEqual(plain.estimate);
      }),
    );
  });

  it('say why they cannot, and the level so few can reach', () => {
    const reasons = (x: number[], y: number[]): string[] => [
      refused(mannWhitney(x, y)),
      refused(hodgesLehmannShift(x, y)),
    ];
    expect(reasons([], [1])).toEqual(['empty', 'empty']);
    expect(reasons([2, 2], [2])).toEqual(['no-variation', 'no-variation']);
    expect(reasons([2, Number.NaN], [2])).toEqual(['not-a-number', 'not-a-number']);
    expect(given(hodgesLehmannShift([4, 6], [1, 2])).interval.level).toBeCloseTo(2 / 3, 12);
    // With ties inside a group the approximation asks for a rank below the first: the extremes, and what they reach.
    expect(given(hodgesLehmannShift([1, 1], [2, 3])).interval).toMatchObject({ low: -2, high: -1 });
    expect(given(hodgesLehmannShift([1, 1], [2, 3])).interval.level).toBeCloseTo(2 / 3, 12);
  });
});
