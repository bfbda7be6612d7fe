import { isUtf8 } from 'node:buffer';
import { KEPT_LENGTH, parseExactJson } from '../json/exact-json.ts';
import { ExactNumber } from '../json/exact-number.ts';
import { endOfString } from '../json/json-tokens.ts';
import { jsonPointer } from '../json-pointer.ts';
import type { Settings } from '../config/settings.ts';
import { badRequest, beyondLimit, bodyTooLarge, type Problem, tooLarge } from '../problem.ts';
import { findJsonFault } from './json-fault.ts';

/** A fault is located, and a property given twice named, in texts up to this length: looking is slow, and a guard of nothing. */
const LOCATED_LENGTH = 1024 * 1024;
/** Members of one body, or one per sixteen bytes of a larger limit: a value of more is a body made to be slow. */
const MOST_MEMBERS = 1_000_000;
const BYTES_OF_MEMBER = 16;

/** How much JSON one request may bring. */
export interface JsonLimits {
  readonly maxBytes: number;
  /** Objects and arrays inside one another. */
  readonly maxDepth: number;
  /** UTF-16 code units of one string or key. */
  readonly maxStringLength: number;
}

export const DEFAULT_JSON_LIMITS: JsonLimits = {
  maxBytes: 16 * 1024 * 1024,
  maxDepth: 100,
  maxStringLength: 1024 * 1024,
};

/** The limits at the edge, as the operator set them. */
export function jsonLimitsOf(settings: Settings): JsonLimits {
  const { maxBodyBytes: maxBytes, maxDepth, maxStringLength } = settings;
  return { maxBytes, maxDepth, maxStringLength };
}

/**
 * Bytes to a JSON value, or a {@link Problem} that names the offset or the pointer.
 * - 413 beyond a limit; depth is counted before parsing, so that nothing ever recurses deeper than the limit.
 * - 400 for bytes that are not UTF-8 (a byte order mark is skipped, RFC 8259 section 8.1) and for malformed JSON, to
 *   which a bare NUL or other control character in a string belongs.
 * - 400 for what would not be read back as sent: a property given twice (IEEE 9274.1.1 4.2.1 refuses it, JSON.parse
 *   would keep the last), a number beyond the range of a double (would become null), half of a surrogate pair (would
 *   become U+FFFD).
 * - 400 for the keys `__proto__` and `constructor.prototype`: no sender means them as data.
 * - Numbers that no double holds (9007199254740993) are kept by their digits, as {@link ExactNumber}s.
 * - The escape `\u0000` is kept: JSON allows it, the log holds it, and the standard forbids to judge extension values.
 */
export function parseJsonBody(bytes: Uint8Array, limits: JsonLimits = DEFAULT_JSON_LIMITS): unknown {
  if (bytes.byteLength > limits.maxBytes) {
    throw bodyTooLarge(limits.maxBytes, `The body has ${bytes.byteLength} bytes`);
  }
  const text = decodeUtf8(bytes);
  const { members, longNumbers } = measure(text, limits.maxDepth);
  const mostMembers = Math.max(MOST_MEMBERS, Math.floor(limits.maxBytes / BYTES_OF_MEMBER));
  if (members > mostMembers) {
    throw tooLarge(`The JSON has ${members} members; at most ${mostMembers} are taken.`);
  }
  let value: unknown;
  try {
    value = parseExactJson(text, longNumbers);
  } catch {
    throw malformed(text); // the engine's message differs by version: the fault is looked for again, by position
  }
  const inspection = new Inspection(limits.maxStringLength, mayHoldSurrogateEscape(text));
  inspection.visit(value);
  if (inspection.members !== members) throw malformed(text);
  return value;
}

function decodeUtf8(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  if (!isUtf8(buffer)) {
    const back = Buffer.from(text, 'utf8');
    const at = buffer.findIndex((byte, index) => byte !== back[index]);
    throw invalidJson(`The body is not UTF-8: the byte at offset ${at} does not belong there.`);
  }
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

const QUOTE = 34;
const COLON = 58;

/**
 * One look at the brackets, colons and digits outside strings: refuses what is too deep, tells the number of members and
 * whether any number has more digits than every double keeps, or an exponent.
 */
function measure(text: string, maxDepth: number): { members: number; longNumbers: boolean } {
  let depth = 0;
  let members = 0;
  let longNumbers = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === COLON) {
      members += 1;
    } else if (code >= 48 && code <= 57) {
      const start = at;
      while (isDigitOrPoint(text.charCodeAt(at + 1))) at += 1;
      const next = text.charCodeAt(at + 1);
      longNumbers ||= at + 1 - start > KEPT_LENGTH || next === 101 || next === 69;
    } else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > maxDepth) {
        throw beyondLimit({
          came: `The JSON is nested deeper at ${position(text, at)}`,
          unit: 'levels',
          limit: maxDepth,
          setting: 'PLUMBLINE_MAX_DEPTH',
          instead: 'Make it flatter.',
        });
      }
    } else if (code === 125 || code === 93) {
      depth -= 1;
    }
  }
  return { members, longNumbers };
}

function isDigitOrPoint(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 46;
}

function mayHoldSurrogateEscape(text: string): boolean {
  return text.includes('\\ud') || text.includes('\\uD');
}

/** Walks the parsed value: counts members and refuses what cannot be kept as it is. */
class Inspection {
  members = 0;
  private readonly path: PropertyKey[] = [];
  private readonly maxStringLength: number;
  private readonly surrogates: boolean;

  constructor(maxStringLength: number, surrogates: boolean) {
    this.maxStringLength = maxStringLength;
    this.surrogates = surrogates;
  }

  visit(value: unknown): void {
    if (typeof value === 'string') this.visitText(value);
    else if (typeof value === 'number') {
      if (!Number.isFinite(value)) throw this.refusal('The number is beyond the range of a double.');
    } else if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        this.path.push(index);
        this.visit(value[index]);
        this.path.pop();
      }
    } else if (isRecord(value)) this.visitObject(value);
  }

  private visitObject(value: Record): void {
    const keys = Object.keys(value);
    this.members += keys.length;
    for (const key of keys) {
      this.path.push(key);
      this.visitText(key);
      if (key === '__proto__') throw this.refusal('The key "__proto__" is not taken.');
      const member = value[key];
      if (key === 'constructor' && isRecord(member) && Object.hasOwn(member, 'prototype')) {
        throw this.refusal('The key "constructor" with a "prototype" is not taken.');
      }
      this.visit(member);
      this.path.pop();
    }
  }

  private visitText(text: string): void {
    if (text.length > this.maxStringLength) {
      throw beyondLimit({
        came: `The string has ${text.length} characters`,
        unit: 'characters',
        limit: this.maxStringLength,
        setting: 'PLUMBLINE_MAX_STRING',
        instead: 'Shorten it, or send it as an attachment of a statement.',
        pointer: jsonPointer(this.path),
      });
    }
    if (this.surrogates && !text.isWellFormed()) {
      throw this.refusal('The string holds half of a surrogate pair, which is no Unicode text.');
    }
  }

  private refusal(reason: string): Problem {
    return invalidJson(reason, jsonPointer(this.path));
  }
}

type Record = { readonly [key: string]: unknown };

function isRecord(value: unknown): value is Record {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

function malformed(text: string): Problem {
  if (text.length > LOCATED_LENGTH) {
    return invalidJson(
      `It is malformed, or gives a property twice; in a body over ${LOCATED_LENGTH} characters the place is not looked for.`,
    );
  }
  const fault = findJsonFault(text);
  if (fault.kind === 'duplicate') return invalidJson('The property is given twice.', fault.pointer);
  return invalidJson(`${fault.reason} at ${position(text, fault.offset)}.`, fault.pointer);
}

/** Line and column count from 1, the offset from 0, all in UTF-16 code units. */
function position(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')} (offset ${offset})`;
}

function invalidJson(reason: string, pointer = ''): Problem {
  return badRequest(`The body is not acceptable JSON: ${reason}`, [{ pointer, reason }], 'invalid-json');
}
