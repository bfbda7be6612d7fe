import { z } from 'zod';
import { isCalendarDate, isTimeZone, parseInstant } from '#platform';

/** A moment of the log: RFC 3339, settled to microseconds in UTC. */
export const momentSchema = z.string().transform((text, context) => {
  const instant = parseInstant(text);
  if (instant !== null) return instant;
  context.addIssue({ code: 'custom', message: 'Not an RFC 3339 moment.' });
  return z.NEVER;
});

export const daySchema = z.string().refine(isCalendarDate, 'Not a calendar day.');

export const timeZoneSchema = z.string().refine(isTimeZone, 'Not a time zone of the tz database.');

/** A BCP 47 tag that Intl accepts. */
export const localeSchema = z.string().refine((tag) => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false; // Intl throws RangeError for a malformed tag
  }
}, 'Not a BCP 47 language tag.');

/** A share of a whole. */
export const shareSchema = z.number().min(0).max(1);

export const countSchema = z.number().int().min(0);

/** Whom something is by or belongs to; null for a reader without the scope `people`. */
export const nameSchema = z.string().nullable();
