import { describe, expect, it } from '@jest/globals';
import { isCalendarDate, type CalendarDate } from '#platform';
import { moment } from '../testing/history.ts';
import { monthEndBy, monthEndsBefore } from './month-ends.ts';

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

describe('monthEndBy', () => {
  const berlin = (text: string, start = '2026-07-01') =>
    monthEndBy(moment(text), day(start), 'Europe/Berlin');

  it('is the last moment of the month before, and a last moment itself', () => {
    expect(berlin('2026-10-15')).toBe('2026-09-30T21:59:59.999999Z');
    const end = berlin('2026-10-15');
    expect(end && monthEndBy(end, day('2026-07-01'), 'Europe/Berlin')).toBe(end);
    expect(berlin('2026-09-30T21:59')).toBe('2026-08-31T21:59:59.999999Z');
  });

  it('is none before the first month has ended', () => {
    expect(berlin('2026-07-31T21:59')).toBeNull();
    expect(berlin('2026-07-15', '2026-08-01')).toBeNull();
  });
});
