import { Temporal } from 'temporal-polyfill';
import type { CalendarDate, Instant } from '#platform';

/** Keeps a number and its unit on one line. */
const NO_BREAK = '\u00a0';
const MINUS = '\u2212';

/**
 * Numbers and times as printed, by the program's locale and time zone. Every method throws RangeError for a number
 * that is not finite: a report never prints NaN. Prose around them is English.
 */
export class ReportFormat {
  private readonly locale: string;
  private readonly timeZone: string;

  constructor(options: { locale: string; timeZone: string }) {
    this.locale = options.locale;
    this.timeZone = options.timeZone;
  }

  count(value: number): string {
    return this.number(value, 0);
  }

  /** With exactly `digits` decimals. */
  decimal(value: number, digits: number): string {
    return this.number(value, digits, digits);
  }

  /**
   * A share as a percentage without decimals, unless rounding would change what it says: 0.846 beside a target of
   * 0.85 is printed 84.6%, and 0.996 is 99.6%, not 100%.
   */
  percent(value: number, beside: readonly (number | null | undefined)[] = []): string {
    const marks = [0, 1, ...beside.filter((mark) => mark !== null && mark !== undefined)];
    let digits = 0;
    while (digits < 4 && marks.some((mark) => blurs(value * 100, mark * 100, digits))) digits += 1;
    return this.number(value * 100, digits, digits === 0 ? 0 : digits) + this.percentSign();
  }

  /** A change with its sign: +22%, −4%. */
  signedPercent(value: number, beside: readonly (number | null | undefined)[] = []): string {
    const sign = value > 0 ? '+' : value < 0 ? MINUS : '';
    return (
      sign +
      this.percent(
        Math.abs(value),
        beside.map((mark) => (mark === null || mark === undefined ? mark : Math.abs(mark))),
      )
    );
  }

  signedDecimal(value: number, digits: number): string {
    const text = this.decimal(Math.abs(value), digits);
    const isZero = Number(Math.abs(value).toFixed(digits)) === 0;
    return (isZero ? '' : value > 0 ? '+' : MINUS) + text;
  }

  /** Seconds in the two largest units that say something: 45 s, 42 min, 1 h 42 min, 3 d 4 h. */
  duration(seconds: number): string {
    assertFinite(seconds);
    if (seconds < 0) return MINUS + this.duration(-seconds);
    if (Math.round(seconds) < 60) return this.unit(Math.round(seconds), 's');
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) return this.unit(minutes, 'min');
    if (minutes < 48 * 60) return this.pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
    const hours = Math.round(seconds / 3600);
    return this.pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
  }

  /** The day that a moment falls on in the program's zone: 31 Oct 2026. */
  day(instant: Instant): string {
    return this.date({ dateStyle: 'medium', timeZone: this.timeZone }, milliseconds(instant));
  }

  calendarDay(date: CalendarDate | string): string {
    return this.date({ dateStyle: 'medium', timeZone: 'UTC' }, Date.parse(`${date}T00:00:00Z`));
  }

  /** Day, minute and zone. */
  moment(instant: Instant): string {
    const options: Intl.DateTimeFormatOptions = {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: this.timeZone,
      timeZoneName: 'short',
    };
    return this.date(options, milliseconds(instant));
  }

  /** `2026-10` as October 2026. */
  month(period: string): string {
    return this.date(
      { month: 'long', year: 'numeric', timeZone: 'UTC' },
      Date.parse(`${period}-01T00:00:00Z`),
    );
  }

  private date(options: Intl.DateTimeFormatOptions, millis: number): string {
    return inFont(new Intl.DateTimeFormat(this.locale, options).format(millis));
  }

  private number(
    value: number,
    minimumFractionDigits: number,
    maximumFractionDigits = minimumFractionDigits,
  ): string {
    assertFinite(value);
    const options = { minimumFractionDigits, maximumFractionDigits, signDisplay: 'negative' } as const;
    return inFont(new Intl.NumberFormat(this.locale, options).format(value)).replace('-', MINUS);
  }

  private unit(value: number, unit: string): string {
    return this.count(value) + NO_BREAK + unit;
  }

  private pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
    const first = this.unit(large, largeUnit);
    return small === 0 ? first : `${first} ${this.unit(small, smallUnit)}`;
  }

  /** The locale's own percent sign with its space, if it writes one. */
  private percentSign(): string {
    const parts = new Intl.NumberFormat(this.locale, { style: 'percent' }).formatToParts(0);
    return inFont(
      parts
        .filter(({ type }) => type !== 'integer')
        .map(({ value }) => value)
        .join(''),
    );
  }
}

/** Intl writes U+202F between digits in some locales; the report's fonts have no glyph for it. */
function inFont(text: string): string {
  return text.replaceAll('\u202f', NO_BREAK);
}

function blurs(value: number, mark: number, digits: number): boolean {
  return value !== mark && value.toFixed(digits) === mark.toFixed(digits);
}

function milliseconds(instant: Instant): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}

function assertFinite(value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be printed.`);
}
