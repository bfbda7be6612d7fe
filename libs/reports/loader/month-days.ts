import { addDays, isCalendarDate, type CalendarDate } from '#platform';

/** The first and the last day of a month written `2026-10`. @throws RangeError when it is no month */
export function monthDays(period: string): { first: CalendarDate; last: CalendarDate } {
  const first = `${period}-01`;
  if (!isCalendarDate(first)) throw new RangeError(`No month: ${period}`);
  // a day of the month after, whatever the month's length; the first of that one less a day
  const after = `${addDays(first, 31).slice(0, 7)}-01`;
  if (!isCalendarDate(after)) throw new RangeError(`No month after ${period}`);
  return { first, last: addDays(after, -1) };
}
