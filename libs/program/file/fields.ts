import { z } from 'zod';
import { EARLIEST_DAY, isCalendarDate, isDuration, LATEST_DAY, type CalendarDate } from '#platform';

const CONTROL = /^\P{Cc}*$/u;

/** An id inside the program file. A bare number in YAML is no text, so the message says what to do. */
export const id = z
  .string({ error: (issue) => textError(issue.input) })
  .min(1, 'Must not be empty.')
  .max(256, 'Must have at most 256 characters.')
  .regex(CONTROL, 'Must not contain control characters.');

export const text = z
  .string({ error: (issue) => textError(issue.input) })
  .min(1, 'Must not be empty.')
  .max(500, 'Must have at most 500 characters.')
  .regex(CONTROL, 'Must not contain control characters.');

/** An activity id as statements carry it: an IRI with a scheme. */
export const activityId = z
  .string({ error: (issue) => textError(issue.input) })
  .max(2048)
  .regex(
    /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/,
    'Must be an IRI with a scheme, such as https://lms.example.org/course/1.',
  );

export const date = z.custom<CalendarDate>((value) => typeof value === 'string' && isCalendarDate(value), {
  error: `Must be a calendar day YYYY-MM-DD, from ${EARLIEST_DAY} to ${LATEST_DAY}.`,
});

export const duration = z.custom<string>(
  (value) => typeof value === 'string' && value.startsWith('P') && isDuration(value),
  { error: 'Must be an ISO 8601 duration such as P365D.' },
);

/** Whole days of the calendar, both included. */
export const dateWindow = z.strictObject({ start: date, end: date });

function textError(input: unknown): string {
  if (input === undefined) return 'Is missing.';
  return typeof input === 'number' || typeof input === 'boolean'
    ? 'Must be text; put it in quotes.'
    : 'Must be text.';
}
