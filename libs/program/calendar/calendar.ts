import {
  addDays,
  daysBetween,
  endOfDay,
  localDate,
  startOfDay,
  type CalendarDate,
  type Instant,
} from '#platform';
import type { DateWindow, Program } from '../definition/program.ts';

/** Day 1 of a learner: the day of enrolment in the program's time zone. */
export function ownDay1(program: Program, enrolledAt: Instant): CalendarDate {
  return localDate(enrolledAt, program.program.timeZone);
}

/** The first moment of a learner's day 1. */
export function ownWindowStart(program: Program, enrolledAt: Instant): Instant {
  return startOfDay(ownDay1(program, enrolledAt), program.program.timeZone);
}

/** The last moment of a learner's last day (day 90 unless the calendar says otherwise). */
export function ownWindowEnd(program: Program, enrolledAt: Instant): Instant {
  return endOfDay(addDays(ownDay1(program, enrolledAt), program.calendar.days - 1), program.program.timeZone);
}

/** The end of a learner's day `day`, counted from 1. */
export function ownDayEnd(program: Program, enrolledAt: Instant, day: number): Instant {
  return endOfDay(addDays(ownDay1(program, enrolledAt), day - 1), program.program.timeZone);
}

/** Which day of the program a moment falls on: 1 on its start, 0 or less before. */
export function programDay(program: Program, at: Instant): number {
  return daysBetween(program.program.start, localDate(at, program.program.timeZone)) + 1;
}

/** A window of whole days as its first and last moment in the program's zone. */
export function windowInstants(program: Program, window: DateWindow): { start: Instant; end: Instant } {
  const { timeZone } = program.program;
  return { start: startOfDay(window.start, timeZone), end: endOfDay(window.end, timeZone) };
}

/** From the first enrolment day of a cohort to the last day of its own windows, for learners who join on its start. */
export function cohortWindow(program: Program, cohort: string): DateWindow | null {
  const start = program.cohorts.find(({ id }) => id === cohort)?.start;
  return start === undefined ? null : { start, end: addDays(start, program.calendar.days - 1) };
}

/** A bare date as its last moment in the program's zone; what `asOf` and `knownBy` mean by a date. */
export function endOfDayIn(program: Program, date: CalendarDate): Instant {
  return endOfDay(date, program.program.timeZone);
}
