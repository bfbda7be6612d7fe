import { Temporal } from 'temporal-polyfill';

/**
 * A moment as RFC 3339 in UTC with exactly six fractional digits: `2026-07-06T08:00:00.000000Z`.
 * Of one width, so strings compare in time order; the precision is that of the log (microseconds).
 */
export type Instant = string & { readonly __instant: unique symbol };

/** A calendar day `YYYY-MM-DD`, without a zone. */
export type CalendarDate = string & { readonly __calendarDate: unique symbol };

const WIDTH = '2026-07-06T08:00:00.000000Z'.length;
/** RFC 3339, section 5.6: full date, `T`, time, optional fraction, `Z` or an offset. */
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;
/** The form that an Instant has, with a day that nearly every month has: what the store answers, millions of times. */
const OWN_FORM = /^(?:19|2[0-2])\d\d-(?:0[1-9]|1[0-2])-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/;
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/** The first and last moments the log can hold (a `DateTime64(6)` column; RFC 3339 four-digit years). */
export const EARLIEST_INSTANT = '1900-01-01T00:00:00.000000Z' as Instant;
export const LATEST_INSTANT = '2299-12-31T23:59:59.999999Z' as Instant;

/** The first and last days that begin and end within the log in every time zone. */
export const EARLIEST_DAY = '1900-01-02' as CalendarDate;
export const LATEST_DAY = '2299-12-30' as CalendarDate;

/** Reads an RFC 3339 moment; null when it is not one, names no real time, or lies outside 1900-2299. */
export function parseInstant(text: string): Instant | null {
  if (isInstant(text)) return text;
  if (!RFC3339.test(text) || text.endsWith('-00:00')) return null;
  let instant: Temporal.Instant;
  try {
    instant = Temporal.Instant.from(
      text.slice(0, 10) +
        text
          .slice(10)
          .replace(/(\.\d{9})\d+/, '$1')
          .toUpperCase(),
    );
  } catch {
    return null; // Temporal throws RangeError for a date that does not exist
  }
  const formatted = formatTemporal(instant);
  return formatted.length === WIDTH && formatted >= EARLIEST_INSTANT && formatted <= LATEST_INSTANT
    ? formatted
    : null;
}

/** Whether a text is an Instant already. Apart from Temporal, which takes some thirty times as long. */
function isInstant(text: string): text is Instant {
  const day = Number(OWN_FORM.exec(text)?.[1] ?? 0);
  if (day <= 28) return day > 0;
  // Date.parse takes the 30th of February for the 2nd of March.
  return new Date(`${text.slice(0, 23)}Z`).getUTCDate() === day;
}

/** From milliseconds since the Unix epoch; fractions are kept to the microsecond. */
export function instantFromMillis(millis: number): Instant {
  const whole = Math.floor(millis);
  const micros = Math.floor((millis - whole) * 1000);
  return new Date(whole).toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`) as Instant;
}

/** Milliseconds since the Unix epoch, with the microseconds as a fraction. */
export function instantToMillis(instant: Instant): number {
  return wholeMillis(instant) + microsOf(instant) / 1000;
}

/** Microseconds since the Unix epoch; below 2^53 until the year 2255, so held as a bigint. */
export function instantToMicros(instant: Instant): bigint {
  return BigInt(wholeMillis(instant)) * 1000n + BigInt(microsOf(instant));
}

export function instantFromMicros(micros: bigint): Instant {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return `${secondText(Number((micros - rest) / 1_000_000n))}.${rest.toString().padStart(6, '0')}Z` as Instant;
}

let latestSecond = 0;
let latestSecondText = '1970-01-01T00:00:00';

/** Moments are made by the hundred within one second, so the last one is kept. */
function secondText(second: number): string {
  if (second !== latestSecond) {
    latestSecondText = new Date(second * 1000).toISOString().slice(0, 19);
    latestSecond = second;
  }
  return latestSecondText;
}

/** `to - from` in seconds (negative when `to` is earlier). */
export function secondsBetween(from: Instant, to: Instant): number {
  // Whole microseconds as a double, exact for 285 years: a bigint takes ten times as long.
  return ((wholeMillis(to) - wholeMillis(from)) * 1000 + (microsOf(to) - microsOf(from))) / 1e6;
}

/** An instant has digits at known places: read one by one, in a tenth of the time that Date.parse takes. */
function wholeMillis(instant: Instant): number {
  const days = daysSinceEpoch(number(instant, 0, 4), number(instant, 5, 2), number(instant, 8, 2));
  const minutes = (days * 24 + number(instant, 11, 2)) * 60 + number(instant, 14, 2);
  return (minutes * 60 + number(instant, 17, 2)) * 1000 + number(instant, 20, 3);
}

/** Days from 1 January 1970 in the Gregorian calendar; a year is taken to begin in March, so that a leap day is its last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leapDays + dayOfYear - 719_468;
}

/** The number that some digits of a text stand for. */
function number(text: string, from: number, digits: number): number {
  let value = 0;
  for (let place = from; place < from + digits; place += 1) value = value * 10 + text.charCodeAt(place) - 48;
  return value;
}

/** The microseconds beyond the millisecond. */
function microsOf(instant: Instant): number {
  return number(instant, 23, 3);
}

/** Whether a text is a day of the calendar from {@link EARLIEST_DAY} to {@link LATEST_DAY}. */
export function isCalendarDate(text: string): text is CalendarDate {
  if (!DATE_ONLY.test(text) || text < EARLIEST_DAY || text > LATEST_DAY) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false; // no such day
  }
}

export function isTimeZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dayAfter(date, String(days));
}

const dayAfter = remembered(
  (date, days) =>
    Temporal.PlainDate.from(date)
      .add({ days: Number(days) })
      .toString() as CalendarDate,
);

/** Whole days from `from` to `to` (negative when `to` is earlier). */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}

/** The calendar day that a moment falls on in a time zone. */
export function localDate(instant: Instant, timeZone: string): CalendarDate {
  // No zone is more than a day away from UTC, and the borders of a day are mostly known already.
  const utc = instant.slice(0, 10);
  if (utc > EARLIEST_DAY && utc < LATEST_DAY) {
    const date = utc as CalendarDate;
    for (const day of [date, addDays(date, 1), addDays(date, -1)]) {
      if (startOfDay(day, timeZone) <= instant && instant <= endOfDay(day, timeZone)) return day;
    }
  }
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString() as CalendarDate;
}

/** Results that are asked for again and again, for each learner of a program; forgotten all at once when there are many. */
function remembered<T>(work: (a: string, b: string) => T): (a: string, b: string) => T {
  const known = new Map<string, T>();
  return (a, b) => {
    const key = `${a} ${b}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = work(a, b);
    if (known.size >= 10_000) known.clear();
    known.set(key, made);
    return made;
  };
}

/** The first moment of a day in a zone (not always midnight: some zones skip it). */
export function startOfDay(date: CalendarDate, timeZone: string): Instant {
  return dayStart(date, timeZone);
}

const dayStart = remembered((date, timeZone) =>
  formatTemporal(Temporal.PlainDate.from(date).toZonedDateTime(timeZone).toInstant()),
);

/** The last microsecond of a day in a zone. */
export function endOfDay(date: CalendarDate, timeZone: string): Instant {
  return dayEnd(date, timeZone);
}

const dayEnd = remembered((date, timeZone) =>
  instantFromMicros(instantToMicros(dayStart(dayAfter(date, '1'), timeZone)) - 1n),
);

/** `instant` moved by an ISO 8601 duration such as `P365D` or `PT4H`, calendar units counted in the zone. */
export function addDuration(instant: Instant, duration: string, timeZone = 'UTC'): Instant {
  return moved(instant, `${duration} ${timeZone}`);
}

const moved = remembered((instant, by) => {
  const [duration = '', timeZone = ''] = by.split(' ');
  return formatTemporal(
    Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).add(duration).toInstant(),
  );
});

export function isDuration(text: string): boolean {
  try {
    Temporal.Duration.from(text);
    return true;
  } catch {
    return false;
  }
}

function formatTemporal(instant: Temporal.Instant): Instant {
  return instant.toString({ smallestUnit: 'microsecond', roundingMode: 'floor' }) as Instant;
}
