import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '#platform';
import { ReportFormat } from './report-format.ts';

const british = new ReportFormat({ locale: 'en-GB', timeZone: 'Europe/Berlin' });
const german = new ReportFormat({ locale: 'de-DE', timeZone: 'Europe/Berlin' });
const french = new ReportFormat({ locale: 'fr-FR', timeZone: 'UTC' });
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('numbers as printed', () => {
  it.each([
    [0.846, [0.85], '84.6%'],
    [0.8499, [0.85], '84.99%'],
    [0.85, [0.85], '85%'],
    [0.9962, [], '99.6%'],
    [1, [], '100%'],
    [0.004, [], '0.4%'],
    [0, [], '0%'],
    [0.5, [null, undefined], '50%'],
  ])('a share of %p beside %p is %s', (share, beside, text) => {
    expect(british.percent(share, beside)).toBe(text);
  });

  it('signs a change with a true minus', () => {
    expect(british.signedPercent(0.2241)).toBe('+22%');
    expect(british.signedPercent(-0.034)).toBe('\u22123%');
    expect(british.signedPercent(0)).toBe('0%');
    expect(british.signedDecimal(-0.001, 2)).toBe('0.00');
  });

  it('follows the locale, and writes no character that the fonts lack', () => {
    expect(german.decimal(1234.5, 1)).toBe('1.234,5');
    expect(plain(german.percent(0.85))).toBe('85 %');
    expect(plain(french.count(1_234_567))).toBe('1 234 567');
    expect(french.count(1_234_567)).not.toContain('\u202f');
  });

  it.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min'],
    [3_599, '1 h'],
    [5_580, '1 h 33 min'],
    [47 * 3_600, '47 h'],
    [172_800 + 3 * 3_600, '2 d 3 h'],
    [-90, '\u22122 min'],
  ])('%p seconds are %s', (seconds, text) => {
    expect(plain(british.duration(seconds))).toBe(text);
  });

  it('prints moments in the zone of the program', () => {
    const instant = parseInstant('2026-10-31T22:59:59.999999Z');
    if (instant === null) throw new TypeError('not a moment');
    expect(british.day(instant)).toBe('31 Oct 2026');
    expect(british.moment(instant)).toBe('31 Oct 2026, 23:59 CET');
    expect(new ReportFormat({ locale: 'en-GB', timeZone: 'Asia/Kolkata' }).day(instant)).toBe('1 Nov 2026');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %p', (value) => {
    expect(() => british.percent(value)).toThrow(RangeError);
    expect(() => british.duration(value)).toThrow(RangeError);
    expect(() => british.count(value)).toThrow(RangeError);
  });
});
