import { describe, expect, it } from '@jest/globals';
import { percentile } from './figures.ts';

describe('percentile', () => {
  it('is the nearest rank', () => {
    const values = [15, 20, 35, 40, 50].toReversed();
    expect([0.05, 0.3, 0.4, 0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([
      15, 20, 20, 35, 50, 50,
    ]);
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});
