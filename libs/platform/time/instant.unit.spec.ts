import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addDuration,
  daysBetween,
  EARLIEST_DAY,
  endOfDay,
  instantFromMicros,
  instantToMicros,
  isCalendarDate,
  LATEST_DAY,
  localDate,
  parseInstant,
  secondsBetween,
  startOfDay,
  type CalendarDate,
  type Instant,
} from './instant.ts';

const day = (text: string) => text as CalendarDate;
const at = (text: string) => text as Instant;

describe('parseInstant', () => {
  it.each([
    ['2026-07-06T08:00:00Z', '2026-07-06T08:00:00.000000Z'],
    ['2026-07-06t10:00:00.1+02:00', '2026-07-06T08:00:00.100000Z'],
    ['2026-07-06T08:00:00.123456789Z', '2026-07-06T08:00:00.123456Z'],
    ['2026-07-06T08:00:00.123456789123Z', '2026-07-06T08:00:00.123456Z'],
    ['2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00.000000Z'],
    ['1960-01-01T00:00:00.000001Z', '1960-01-01T00:00:00.000001Z'],
    ['2028-02-29T23:59:59.999999Z', '2028-02-29T23:59:59.999999Z'],
    ['2026-07-31T00:00:00.000000Z', '2026-07-31T00:00:00.000000Z'],
    ['2026-07-06T08:00:60.000000Z', '2026-07-06T08:00:59.000000Z'],
  ])('reads %s', (text, expected) => expect(parseInstant(text)).toBe(expected));

  it.each([
    '2026-07-06',
    '2026-07-06T08:00:00',
    '2026-07-06 08:00:00Z',
    '2026-02-30T08:00:00Z',
    '2026-02-30T08:00:00.000000Z',
    '2026-04-31T08:00:00.000000Z',
    '2026-07-00T08:00:00.000000Z',
    '2026-07-06T24:00:00.000000Z',
    '2300-01-01T00:00:00.000000Z',
    '1899-12-31T23:59:59.999999Z',
    '2026-07-06T25:00:00Z',
    '2026-07-06T08:00:00-00:00',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    'yesterday',
    '',
  ])('refuses %j', (text) => expect(parseInstant(text)).toBeNull());

  it('keeps the order of moments as the order of text, and comes back from microseconds', () => {
    const micros = fc.bigInt({ min: -2_000_000_000_000_000n, max: 9_000_000_000_000_000n });
    fc.assert(
      fc.property(micros, micros, (a, b) => {
        const [first, second] = [instantFromMicros(a), instantFromMicros(b)];
        expect(instantToMicros(first)).toBe(a);
        expect(parseInstant(first)).toBe(first);
        expect(first < second).toBe(a < b);
        expect(secondsBetween(first, second)).toBeCloseTo(Number(b - a) / 1e6, 5);
      }),
    );
  });
});

describe('days in a time zone', () => {
  it('ends a day a microsecond before the next begins, on the day that summer time ends too', () => {
    expect(startOfDay(day('2026-10-25'), 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000000Z');
    expect(endOfDay(day('2026-10-25'), 'Europe/Berlin')).toBe('2026-10-25T22:59:59.999999Z');
  });

  it('starts a day where its first moment is, when midnight is skipped', () => {
    expect(startOfDay(day('2018-11-04'), 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000000Z');
  });

  it('gives every moment to exactly one day', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 4_000_000_000_000_000n }),
        fc.constantFrom('Europe/Berlin', 'America/Sao_Paulo', 'Pacific/Apia', 'UTC', 'Asia/Kathmandu'),
        (micros, zone) => {
          const moment = instantFromMicros(micros);
          const date = localDate(moment, zone);
          expect(startOfDay(date, zone) <= moment && moment <= endOfDay(date, zone)).toBe(true);
        },
      ),
    );
  });

  it('counts days on the calendar', () => {
    expect(addDays(day('2026-07-01'), 89)).toBe('2026-09-28');
    expect(daysBetween(day('2026-07-01'), day('2026-09-28'))).toBe(89);
    expect(daysBetween(day('2026-03-01'), day('2026-02-28'))).toBe(-1);
    expect(isCalendarDate('2026-02-29')).toBe(false);
    expect(isCalendarDate('2028-02-29')).toBe(true);
  });

  it('knows the days that the log holds whole in every zone, and no others', () => {
    for (const text of ['0000-01-01', '1900-01-01', '2299-12-31', '9999-12-31', '2026-02-30', '2026-00-10'])
      expect([text, isCalendarDate(text)]).toEqual([text, false]);
    for (const date of [EARLIEST_DAY, LATEST_DAY]) {
      expect(isCalendarDate(date)).toBe(true);
      for (const zone of ['Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Manila', 'America/Juneau']) {
        for (const moment of [startOfDay(date, zone), endOfDay(date, zone)])
          expect(parseInstant(moment)).toBe(moment);
      }
    }
  });

  it.each(['2026-07-20T24:00:00Z', '2026-07-20T09:00:00+99:00', '2026-07-20T09:00:00+24:00'])(
    'takes %s for no moment',
    (text) => expect(parseInstant(text)).toBeNull(),
  );

  it('adds calendar units in the zone: a day may have 25 hours', () => {
    expect(addDuration(at('2026-10-24T10:00:00.000000Z'), 'P1D', 'Europe/Berlin')).toBe(
      '2026-10-25T11:00:00.000000Z',
    );
    expect(addDuration(at('2026-10-24T10:00:00.000000Z'), 'PT24H', 'Europe/Berlin')).toBe(
      '2026-10-25T10:00:00.000000Z',
    );
  });
});
