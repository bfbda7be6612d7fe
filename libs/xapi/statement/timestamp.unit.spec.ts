import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseInstant } from '#platform';
import { timestamps } from '../../../test/support/arbitrary-statements.ts';
import { inUtc, parseTimestamp } from './timestamp.ts';

describe('parseTimestamp', () => {
  it('reads RFC 3339 as the platform does, in both versions', () => {
    fc.assert(
      fc.property(timestamps, (text) => {
        const instant = parseInstant(text);
        expect(instant).not.toBeNull();
        expect(parseTimestamp(text, '1.0')).toBe(instant);
        expect(parseTimestamp(text, '2.0')).toBe(instant);
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with the platform on near misses', () => {
    const digit = fc.constantFrom('0', '1', '2', '3', '5', '6', '9');
    const two = fc.tuple(digit, digit).map((digits) => digits.join(''));
    const texts = fc
      .tuple(fc.constantFrom('1899', '1900', '2000', '2023', '2299', '2300'), two, two, two, two, two)
      .chain(([year, month, day, hour, minute, second]) =>
        fc
          .tuple(
            fc.constantFrom('', '.5', '.'),
            fc.constantFrom('Z', '+14:00', '-00:00', '+24:00', '', '+1:00'),
          )
          .map(([fraction, zone]) => `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`),
      );
    fc.assert(
      fc.property(texts, (text) => {
        expect(parseTimestamp(text, '2.0')).toBe(parseInstant(text));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['2026-07-06T08:00:00', '2026-07-06T08:00:00.000000Z'],
    ['2026-07-06T08:00', '2026-07-06T08:00:00.000000Z'],
    ['2026-07-06T08:00:00+02', '2026-07-06T06:00:00.000000Z'],
    ['2026-07-06T08:00:00-0330', '2026-07-06T11:30:00.000000Z'],
    ['2026-07-06T08:00:00,25Z', '2026-07-06T08:00:00.250000Z'],
    ['20260706T080000.5Z', '2026-07-06T08:00:00.500000Z'],
    ['20260706T0800+0100', '2026-07-06T07:00:00.000000Z'],
  ])('reads the ISO 8601 form %s under 1.0 only', (text, instant) => {
    expect(parseTimestamp(text, '1.0')).toBe(instant);
    expect(parseTimestamp(text, '2.0')).toBeNull();
  });

  it.each([
    '2008-09-15T15:53:00.601-00:00',
    '2008-09-15T15:53:00.601-0000',
    '2008-09-15T15:53:00.601-00',
    '2026-07-06',
    '2026-02-29T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-07-06T24:00:00Z',
    '2026-07-06 08:00:00Z',
    '1899-12-31T23:59:59Z',
    '2300-01-01T00:00:00Z',
    '2299-12-31T23:59:59-01:00',
    '+012026-07-06T08:00:00Z',
    '٢٠٢٦-07-06T08:00:00Z',
    '',
  ])('refuses %j in both versions', (text) => {
    expect(parseTimestamp(text, '1.0')).toBeNull();
    expect(parseTimestamp(text, '2.0')).toBeNull();
  });

  it('takes the leap day of a leap year, also of 2000', () => {
    expect(parseTimestamp('2000-02-29T00:00:00Z', '2.0')).toBe('2000-02-29T00:00:00.000000Z');
    expect(parseTimestamp('1900-02-29T00:00:00Z', '2.0')).toBeNull();
  });
});

describe('inUtc', () => {
  it('moves the moment to UTC and keeps the fraction as it was sent', () => {
    const text = '2023-05-04T12:00:00.1234567-05:00';
    const instant = parseTimestamp(text, '2.0');
    expect(instant && inUtc(text, instant)).toBe('2023-05-04T17:00:00.1234567Z');
  });
});
