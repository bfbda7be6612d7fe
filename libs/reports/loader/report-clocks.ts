import { badRequest, endOfDay, localDate, startOfDay, type CalendarDate, type Instant } from '#platform';
import type { Clocks, Program } from '#program';
import { monthDays } from './month-days.ts';

/**
 * The two clocks of a month's report: as of its last moment in the program's zone, or as of what is known while it runs.
 * @throws a 400 problem for a month that has not begun, or one that was over before the program began
 */
export function reportClocks(program: Program, period: string, knownBy: Instant): Clocks {
  const { start, timeZone } = program.program;
  const { first, last } = monthDays(period);
  if (startOfDay(first, timeZone) > knownBy) {
    throw refused(
      `The month ${period} had not begun when everything was known through ${knownBy}. Ask for ${month(localDate(knownBy, timeZone))} or earlier.`,
    );
  }
  if (last < start) {
    throw refused(
      `The month ${period} was over before the program began on ${start}. Ask for ${month(start)} or later.`,
    );
  }
  const end = endOfDay(last, timeZone);
  return { asOf: end < knownBy ? end : knownBy, knownBy };
}

/** The month that a moment falls in, in the program's zone. */
export function monthOf(program: Program, moment: Instant): string {
  return month(localDate(moment, program.program.timeZone));
}

function refused(reason: string): Error {
  return badRequest('This month cannot be reported.', [{ pointer: '/period', reason }]);
}

function month(day: CalendarDate): string {
  return day.slice(0, 7);
}
