import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { Answer, Interval } from '../index.ts';

/** Every number in an answer, in the order of its fields. */
export function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

/** A typed reason with a sentence, and no number beside it. */
export function expectCannot(answer: Answer<object>): void {
  expect(answer).toEqual({
    ok: false,
    cannot: expect.stringMatching(/^[a-z-]+$/),
    reason: expect.stringMatching(/^[A-Z0-9].*\.$/),
  });
}

/** Both give the same numbers up to rounding, or both cannot for the same reason. */
export function expectSame(actual: Answer<object>, expected: Answer<object>): void {
  if (!expected.ok || !actual.ok) {
    expect(actual).toEqual(expected);
    return;
  }
  const [left, right] = [numbersIn(actual), numbersIn(expected)];
  expect(left).toHaveLength(right.length);
  for (const [i, value] of right.entries()) expectNear(left[i], value);
}

export function expectNear(actual: number | null | undefined, expected: number | null | undefined): void {
  if (typeof expected !== 'number' || typeof actual !== 'number') {
    expect(actual).toBe(expected);
    return;
  }
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-7 * Math.max(1, Math.abs(expected)));
}

const ROUNDING = 1e-9;
const lowOf = ({ low }: Interval): number => low ?? Number.NEGATIVE_INFINITY;
const highOf = ({ high }: Interval): number => high ?? Number.POSITIVE_INFINITY;
const slack = (value: number): number =>
  Number.isFinite(value) ? ROUNDING * Math.max(1, Math.abs(value)) : 0;

/** An end that does not exist holds nothing back. */
export function expectHolds(interval: Interval, estimate: number): void {
  expect(lowOf(interval)).toBeLessThanOrEqual(estimate + slack(estimate));
  expect(highOf(interval)).toBeGreaterThanOrEqual(estimate - slack(estimate));
}

export function expectNested(inner: Interval, outer: Interval): void {
  expect(lowOf(outer)).toBeLessThanOrEqual(lowOf(inner) + slack(lowOf(outer)));
  expect(highOf(outer)).toBeGreaterThanOrEqual(highOf(inner) - slack(highOf(outer)));
}

/** Values that differ, of moderate size: what the laws are about is not rounding. */
export const sample = (minLength = 3, least = 1, most = 60): fc.Arbitrary<number[]> =>
  fc
    .array(fc.integer({ min: least, max: most }), { minLength, maxLength: 14 })
    .filter((values) => new Set(values).size > 1);

export const shuffled = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...values], { minLength: values.length, maxLength: values.length });

export const NOT_FINITE = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const;
