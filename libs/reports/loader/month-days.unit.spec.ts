import { describe, expect, it } from '@jest/globals';
import { monthDays } from './month-days.ts';

describe('monthDays', () => {
  it.each([
    ['2026-01', '2026-01-31'],
    ['2026-02', '2026-02-28'],
    ['2028-02', '2028-02-29'],
    ['2026-04', '2026-04-30'],
    ['2026-12', '2026-12-31'],
  ])('%s ends on %s', (month, last) => {
    expect(monthDays(month)).toEqual({ first: `${month}-01`, last });
  });

  it('refuses what is no month', () => {
    expect(() => monthDays('2026-13')).toThrow(RangeError);
  });
});
