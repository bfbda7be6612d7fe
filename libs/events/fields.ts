import { z } from 'zod';
import { parseInstant } from '#platform';

const NO_CONTROL_CHARACTERS = /^\P{Cc}*$/u;

/** An identifier of the sender's choice: 1 to 256 characters, none of them a control character. */
export function idOf(what: string) {
  return z
    .string()
    .min(1, 'Must not be empty.')
    .max(256, 'Must have at most 256 characters.')
    .regex(NO_CONTROL_CHARACTERS, 'Must not contain control characters.')
    .meta({ description: what });
}

/** Free text for people: 1 to 2000 characters, none of them a control character. */
export function textOf(what: string) {
  return z
    .string()
    .min(1, 'Must not be empty.')
    .max(2000, 'Must have at most 2000 characters.')
    .regex(NO_CONTROL_CHARACTERS, 'Must not contain control characters.')
    .meta({ description: what });
}

/**
 * A moment inside data: RFC 3339 with an offset, years 1900 to 2299. T and Z in upper case: facts are cut from the data
 * by ClickHouse, which reads the lower-case forms of RFC 3339 as no moment.
 */
export function momentOf(what: string) {
  return z
    .string()
    .refine((text) => parseInstant(text) !== null && !/[tz]/.test(text), {
      error:
        'Must be an RFC 3339 date-time with an offset and upper-case T and Z, between the years 1900 and 2299.',
    })
    .meta({ description: what, format: 'date-time' });
}

/** A whole-program reference that every event may leave out: it then belongs to each program whose scope covers it. */
export const program = idOf('The program. Absent: every program of the tenant whose scope covers the event.');

export const team = idOf('The team, as the program file names it.');

/** Whoever it is about, where that may stay untold. */
export const learner = idOf('The learner, by the organisation’s own id. Absent: not told.');

export const sensitivity = idOf('Sensitivity of the data that is handled, in the words of the organisation.');

/** A mark of a rubric. */
export const markOf = (what: string) =>
  z
    .number()
    .min(1)
    .max(5)
    .meta({ description: `${what}, 1 (worst) to 5 (best).` });

/** Which side of the program a piece of work lies on, so that both can be compared. */
export const workPhase = z
  .enum(['before', 'after'])
  .meta({ description: 'Whether the work was done before the program or after it.' });

export const timePrecision = z.enum(['exact', 'estimated', 'range', 'unknown']).meta({
  description: 'How well the moment is known. Absent: exact.',
});

export const attempt = z
  .int()
  .min(1)
  .max(1_000_000)
  .meta({ description: 'Which attempt of the learner it was, from 1.' });
