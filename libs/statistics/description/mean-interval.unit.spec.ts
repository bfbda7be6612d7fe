import { describe, expect, it } from '@jest/globals';
import { meanInterval } from './mean-interval.ts';

describe('meanInterval', () => {
  it('is the mean with the reach of t at n - 1 degrees of freedom', () => {
    // mean 3, sd √2.5, standard error √0.5; t(0.975, 4) = 2.776445105
    const result = meanInterval([1, 2, 3, 4, 5]);
    const reach = 2.7764451051977987 * Math.SQRT1_2;
    expect(result).toEqual({
      ok: true,
      estimate: 3,
      interval: {
        low: expect.closeTo(3 - reach, 9),
        high: expect.closeTo(3 + reach, 9),
        level: 0.95,
        method: 'Student t',
      },
      n: 5,
    });
  });

  it.each([
    [[], 'empty'],
    [[4], 'one-value'],
    [[4, 4, 4], 'no-variation'],
    [[1, NaN], 'not-a-number'],
  ])('cannot for %j: %s', (values, reason) => {
    expect(meanInterval(values)).toMatchObject({ ok: false, cannot: reason });
  });

  it('cannot for a level that is none', () => {
    expect(meanInterval([1, 2], 1.5)).toMatchObject({ ok: false, cannot: 'out-of-range' });
  });
});
