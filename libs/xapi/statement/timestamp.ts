import { EARLIEST_INSTANT, type Instant, LATEST_INSTANT } from '#platform';
import type { RuleSet } from './rules.ts';

/** RFC 3339, with either case of T and Z. */
const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/i;
/** ISO 8601 calendar date and time, extended. xAPI 1.0.3 only recommends a zone and seconds. */
const EXTENDED =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)?$/i;
/** The same, basic. */
const BASIC = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(?:(\d\d)(?:[.,](\d+))?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)?$/i;

/** A statement's timestamp is read for its column, its content and its form: three times, one after the other. */
let latest: { text: string; rules: RuleSet; instant: Instant | null } = {
  text: '',
  rules: '1.0',
  instant: null,
};

/**
 * The moment that a statement's timestamp names, to the microsecond; null when it is not one.
 * Under 1.0 any ISO 8601 calendar date and time is read, and one without a zone counts as UTC; under 2.0 RFC 3339.
 * Refused in both: -00:00 and its kin, days that do not exist, years outside 1900-2299 (what the log can hold).
 * A leap second counts as the second before it. Written apart from Temporal because it runs once per statement.
 */
export function parseTimestamp(text: string, rules: RuleSet): Instant | null {
  if (text !== latest.text || rules !== latest.rules) latest = { text, rules, instant: read(text, rules) };
  return latest.instant;
}

/** The usual forms, with a day that every month has: read without a capture, a third of the time. */
const USUAL =
  /^(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:0[1-9]|1\d|2[0-3]):[0-5]\d)$/;
const TO_THE_SECOND = '2026-07-06T08:00:00'.length;
const MINUTES_OF_A_DAY = 1440;

function read(text: string, rules: RuleSet): Instant | null {
  return USUAL.test(text) ? readUsual(text, rules) : readAny(text, rules);
}

function readUsual(text: string, rules: RuleSet): Instant | null {
  const zoneAt = text.endsWith('Z') ? text.length - 1 : text.length - '+02:00'.length;
  const micros = text.slice(TO_THE_SECOND + 1, zoneAt).padEnd(6, '0');
  if (zoneAt === text.length - 1) return withinLog(`${text.slice(0, TO_THE_SECOND)}.${micros}Z` as Instant);
  const offset = twoDigits(text, zoneAt + 1) * 60 + twoDigits(text, zoneAt + 4);
  const local = twoDigits(text, 11) * 60 + twoDigits(text, 14);
  const utc = text[zoneAt] === '+' ? local - offset : local + offset;
  if (utc < 0 || utc >= MINUTES_OF_A_DAY) return readAny(text, rules);
  const time = `${padded(Math.floor(utc / 60))}:${padded(utc % 60)}`;
  return withinLog(`${text.slice(0, 11)}${time}${text.slice(16, TO_THE_SECOND)}.${micros}Z` as Instant);
}

function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 48 * 11;
}

function padded(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

function readAny(text: string, rules: RuleSet): Instant | null {
  const parts = RFC3339.exec(text) ?? (rules === '1.0' ? (EXTENDED.exec(text) ?? BASIC.exec(text)) : null);
  if (!parts) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00', fraction = ''] = parts;
  const [sign, offsetHours = '00', offsetMinutes = '00'] = parts.slice(8);
  if (Number(day) > daysIn(Number(year), Number(month)) || day === '00') return null;
  if (hour > '23' || minute > '59' || second > '60') return null;
  if (offsetHours > '23' || offsetMinutes > '59') return null;
  const noOffset = offsetHours === '00' && offsetMinutes === '00';
  if (sign === '-' && noOffset) return null;
  const micros = fraction.length === 6 ? fraction : fraction.slice(0, 6).padEnd(6, '0');
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second === '60' ? '59' : second}`;
  if (noOffset) return withinLog(`${local}.${micros}Z` as Instant);
  const minutes = Number(offsetHours) * 60 + Number(offsetMinutes);
  const utc = Date.parse(`${local}Z`) + (sign === '-' ? minutes : -minutes) * 60_000;
  return withinLog(new Date(utc).toISOString().replace('.000Z', `.${micros}Z`) as Instant);
}

function withinLog(instant: Instant): Instant | null {
  return instant.length === EARLIEST_INSTANT.length &&
    instant >= EARLIEST_INSTANT &&
    instant <= LATEST_INSTANT
    ? instant
    : null;
}

const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return leap ? 29 : (DAYS[month] ?? 0);
}

/** The same moment written in UTC with the fraction as sent; what 2.0 returns. The text must be a valid timestamp. */
export function inUtc(text: string, instant: Instant): string {
  const fraction = /[.,](\d+)/.exec(text)?.[1];
  return `${instant.slice(0, 19)}${fraction ? `.${fraction}` : ''}Z`;
}
