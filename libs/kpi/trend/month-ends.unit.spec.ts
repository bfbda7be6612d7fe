import { describe, expect, it } from '@jest/globals';
import { isCalendarDate, type CalendarDate } from '#platform';
import { moment } from '../testing/history.ts';
import { monthEndsBefore } from './month-ends.ts';

function day(text: string): CalendarDate {
  if (!isCalendarDate(text)) throw new RangeError(text);
  return text;
}

describe('monthEndsBefore', () => {
  it('gives the last moments of months in the zone, from the first month on', () => {
    expect(monthEndsBefore(moment('2026-10-15'), day('2026-07-01'), 'Europe/Berlin')).toEqual([
      '2026-07-31T21:59:59.999999Z',
      '2026-08-31T21:59:59.999999Z',
      '2026-09-30T21:59:59.999999Z',
    ]);
  });

  it('leaves out the month whose end is asked for', () => {
    // 22:00 UTC on 30 September is midnight in Berlin: September has ended, a moment earlier it had not
    expect(monthEndsBefore(moment('2026-09-30T22:00'), day('2026-09-10'), 'Europe/Berlin')).toHaveLength(1);
    expect(monthEndsBefore(moment('2026-09-30T21:59'), day('2026-09-10'), 'Europe/Berlin')).toEqual([]);
  });

  it('knows February, and stops at a year', () => {
    const ends = monthEndsBefore(moment('2028-03-10'), day('2020-01-01'), 'UTC');
    expect(ends).toHaveLength(12);
    expect(ends.at(-1)).toBe('2028-02-29T23:59:59.999999Z');
  });
});
