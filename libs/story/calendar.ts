import type { Instant } from '#platform';
import {
  addDays,
  endOfDay,
  instantFromMillis,
  instantToMillis,
  localDate,
  parseInstant,
  startOfDay,
} from '#platform';

export const timeZone = 'Europe/Berlin';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

const moments = new Map<string, Instant>();

/** Reads a moment that stands in the source; RangeError when it is none. */
export function moment(text: string): Instant {
  // calendar arithmetic is dear, and a story asks for the same moments over and over
  const known = moments.get(text);
  if (known !== undefined) return known;
  const instant = parseInstant(text);
  if (instant === null) throw new RangeError(`${text} is not a moment.`);
  moments.set(text, instant);
  return instant;
}

/** The first push: the backlog of earlier months comes in with it. */
export const storyOpens = moment('2026-06-22T20:00:00Z');

/** The end of 31 October in Berlin: what both editions are about. */
export const periodEnd = moment('2026-10-31T22:59:59.999999Z');

export interface Clocks {
  readonly asOf: Instant;
  readonly knownBy: Instant;
}

/** The month's reports as known at month's end, and again after the late events of 3-5 November. */
export const editions: { readonly first: Clocks; readonly second: Clocks } = {
  first: { asOf: periodEnd, knownBy: periodEnd },
  second: { asOf: periodEnd, knownBy: moment('2026-11-06T08:00:00Z') },
};

export function plusMinutes(instant: Instant, minutes: number): Instant {
  return instantFromMillis(instantToMillis(instant) + minutes * MINUTE);
}

export function minutesBetween(from: Instant, to: Instant): number {
  return (instantToMillis(to) - instantToMillis(from)) / MINUTE;
}

/** `day` counted from 1 on the day of enrolment, `minute` from local midnight. */
export function onOwnDay(enrolledAt: Instant, day: number, minute: number): Instant {
  const { opens } = ownWindow(enrolledAt);
  return plusMinutes(instantFromMillis(instantToMillis(opens) + (day - 1) * DAY), minute);
}

/** The first and the last moment of a learner's own 90 days. */
export function ownWindow(enrolledAt: Instant): { opens: Instant; closes: Instant } {
  const known = windows.get(enrolledAt);
  if (known !== undefined) return known;
  const firstDay = localDate(enrolledAt, timeZone);
  const window = {
    opens: startOfDay(firstDay, timeZone),
    closes: endOfDay(addDays(firstDay, 89), timeZone),
  };
  windows.set(enrolledAt, window);
  return window;
}

const windows = new Map<Instant, { opens: Instant; closes: Instant }>();

/** Systems send what happened once a day, at 20:00 UTC; nothing is sent before the story opens. */
export function nightlySync(at: Instant): Instant {
  const evening = moment(`${at.slice(0, 10)}T20:00:00Z`);
  const sync = at <= evening ? evening : plusMinutes(evening, 1440);
  return sync < storyOpens ? storyOpens : sync;
}

const summerTime = { from: moment('2026-03-29T01:00:00Z'), to: moment('2026-10-25T01:00:00Z') };

/** The moment as a Berlin system writes it: with its offset and without a fraction. */
export function asSent(at: Instant): string {
  const hours = at >= summerTime.from && at < summerTime.to ? 2 : at >= summerTime.to ? 1 : 0;
  if (hours === 0) return `${at.slice(0, 19)}Z`;
  return `${plusMinutes(at, hours * 60).slice(0, 19)}+0${hours}:00`;
}
