import { randomUUID } from 'node:crypto';
import { ExactNumber, isHeldExactly } from './exact-number.ts';
import { replaceNumbers } from './json-tokens.ts';

/**
 * A number that a double may not hold has 16 digits or an exponent. Looked for where JSON has its numbers, so that ids
 * and hashes seldom look like one; one that stands in a string costs time and changes nothing.
 */
const PERHAPS_INEXACT = /(?:^|[[,:\s])-?(?:[\d.]{16}|[\d.]+[eE])/;
const PERHAPS_WIDE_INTEGER = /\d{19}e0/;
const WIDE_INTEGER = /^-?\d{19,}e0$/;
/** Digits that every double keeps (DBL_DIG is 15). */
export const KEPT_LENGTH = 15;

/**
 * `JSON.parse`, but that numbers which no double holds become {@link ExactNumber}s. Not by a reviver with `source`: that
 * takes seven seconds for a body of eight million short numbers, this less than one.
 * @param longNumbers whether there may be such numbers, for who has looked at each already
 */
export function parseExactJson(text: string, longNumbers = PERHAPS_INEXACT.test(text)): unknown {
  const value: unknown = JSON.parse(text);
  if (!longNumbers) return value;
  // No sender can know it, so no string of a sender begins with it.
  const mark = `${randomUUID()} `;
  const marked = replaceNumbers(text, (number) => (isInexact(number) ? `"${mark}${number}"` : null));
  return marked === text ? value : withExactNumbers(JSON.parse(marked), mark);
}

/** What is beyond the range of a double stays infinite: that is refused at the edge. */
function isInexact(number: string): boolean {
  if (number.length <= KEPT_LENGTH && !/[eE]/.test(number)) return false;
  const nearest = Number(number);
  return Number.isFinite(nearest) && !isHeldExactly(number, nearest);
}

function withExactNumbers(value: unknown, mark: string): unknown {
  if (typeof value === 'string') {
    return value.startsWith(mark) ? new ExactNumber(value.slice(mark.length)) : value;
  }
  if (Array.isArray(value)) return value.map((item) => withExactNumbers(item, mark));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withExactNumbers(member, mark)]),
  );
}

/** JSON as stored or just written, with its integers beyond 64 bits as their sender wrote them (`ExactNumber.toJSON`). */
export function jsonAsSent(text: string): string {
  if (!PERHAPS_WIDE_INTEGER.test(text)) return text;
  return replaceNumbers(text, (number) => (WIDE_INTEGER.test(number) ? number.slice(0, -2) : null));
}

/** The value with every {@link ExactNumber} as the nearest double; the same value when it holds none. */
export function withNearestNumbers(value: unknown): unknown {
  if (value instanceof ExactNumber) return value.nearest;
  if (Array.isArray(value)) {
    const items = value.map((item) => withNearestNumbers(item));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  let changed = false;
  const members = Object.entries(value).map(([key, member]) => {
    const nearest = withNearestNumbers(member);
    changed ||= nearest !== member;
    return [key, nearest] as const;
  });
  return changed ? Object.fromEntries(members) : value;
}
