declare global {
  interface JSON {
    /** JSON text of a primitive that `JSON.stringify` writes as it stands. */
    rawJSON(text: string): object;
  }
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const INTEGER = /^-?\d+$/;
const GREATEST_INTEGER = 2n ** 64n - 1n;
const LEAST_INTEGER = -(2n ** 63n);
/** No integer of fewer digits is beyond 64 bits. */
const DIGITS_OF_64_BITS = 19;

/**
 * A number of a JSON text that no double holds, such as 9007199254740993: kept by its digits, so that what was accepted
 * is read back as it was sent. Stands in a parsed value where a number would; `JSON.stringify` writes its digits again.
 */
export class ExactNumber {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The nearest double: for checking and computing, never for keeping. */
  get nearest(): number {
    return Number(this.#text);
  }

  /** One text for one value, however it was written; never that of a double, which JSON.stringify writes otherwise. */
  get canonical(): string {
    return decimal(this.#text);
  }

  /**
   * An integer beyond 64 bits gets the exponent 0: ClickHouse would otherwise take the whole document for no JSON.
   * `jsonAsSent` takes it away for the reader.
   */
  toJSON(): object {
    return JSON.rawJSON(isWideInteger(this.#text) ? `${this.#text}e0` : this.#text);
  }
}

/** The number that a parsed JSON value is, as near as a double comes; undefined when it is none. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return value instanceof ExactNumber ? value.nearest : undefined;
}

/** Whether a double has the value of a JSON number, judged by the digits that it would be written with. */
export function isHeldExactly(text: string, value: number): boolean {
  return String(value) === text || decimal(text) === decimal(String(value));
}

/** Sign, digits without zeros at either end, and exponent. BigInt: exponents have no bound in JSON. */
function decimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return '0';
  const significant = digits.replace(/0+$/, '');
  const shift = digits.length - significant.length - fraction.length;
  return `${sign}${significant}e${BigInt(exponent) + BigInt(shift)}`;
}

function isWideInteger(text: string): boolean {
  if (text.length < DIGITS_OF_64_BITS || !INTEGER.test(text)) return false;
  const value = BigInt(text);
  return value > GREATEST_INTEGER || value < LEAST_INTEGER;
}
