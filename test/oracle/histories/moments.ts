import fc from 'fast-check';
import {
  addDays,
  instantFromMicros,
  instantToMicros,
  startOfDay,
  type CalendarDate,
  type Instant,
} from '#platform';

/** The first day of the program. Its eight days hold the end of summer time in Europe; the month ends within reach. */
export const START = '2026-10-20' as CalendarDate;
export const DAYS = 8;

export const ZONES = ['Europe/Berlin', 'UTC', 'America/New_York', 'Asia/Kolkata'] as const;

/** A moment of the program's calendar: day 0 is its first; `at` in microseconds from the start of the day there. */
export interface MomentOfDay {
  readonly day: number;
  readonly micros: number;
}

const HOUR = 3_600_000_000;
/** Mostly round hours, which many events share; often the borders of a day, and one microsecond beside them. */
const micros = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 22 }).map((hour) => hour * HOUR) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, -1) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 22 * HOUR }) },
);

export function moments(min = -9, max = 18): fc.Arbitrary<MomentOfDay> {
  return fc.record({ day: fc.integer({ min, max }), micros });
}

export function instantOf({ day, micros }: MomentOfDay, zone: string): Instant {
  return moved(startOfDay(addDays(START, day), zone), micros);
}

export function dayOf(day: number): CalendarDate {
  return addDays(START, day);
}

export function moved(instant: Instant, micros: number): Instant {
  return instantFromMicros(instantToMicros(instant) + BigInt(micros));
}
