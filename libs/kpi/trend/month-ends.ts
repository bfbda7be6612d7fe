import { addDays, endOfDay, localDate, type CalendarDate, type Instant } from '#platform';

/** More than a year of months would say no more, and each point is computed anew. */
const MOST = 12;

/**
 * The last moments of the months from the one that `start` lies in, before `asOf`, in a time zone; the latest twelve at most.
 */
export function monthEndsBefore(asOf: Instant, start: CalendarDate, timeZone: string): Instant[] {
  const ends: Instant[] = [];
  let end = lastDayBefore(localDate(asOf, timeZone));
  // The month that asOf lies in has ended only when asOf is later than its last moment, and then it is the month before.
  while (end >= start && ends.length < MOST) {
    ends.unshift(endOfDay(end, timeZone));
    end = lastDayBefore(end);
  }
  return ends.filter((moment) => moment < asOf);
}

/** The latest last moment of a month from the one that `start` lies in, at or before a moment; null: none has ended. */
export function monthEndBy(moment: Instant, start: CalendarDate, timeZone: string): Instant | null {
  const day = localDate(moment, timeZone);
  const isLastDay = addDays(day, 1).slice(0, 7) !== day.slice(0, 7);
  if (isLastDay && day >= start && endOfDay(day, timeZone) === moment) return moment;
  return monthEndsBefore(moment, start, timeZone).at(-1) ?? null;
}

/** The last day of the month before the one a day lies in. */
function lastDayBefore(day: CalendarDate): CalendarDate {
  return addDays(day, -Number(day.slice(8)));
}
