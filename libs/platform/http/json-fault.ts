import { jsonPointer } from '../json-pointer.ts';

/** Why a text is no JSON, or JSON with a property twice. */
export type JsonFault =
  | { readonly kind: 'syntax'; readonly offset: number; readonly pointer: string; readonly reason: string }
  | { readonly kind: 'duplicate'; readonly offset: number; readonly pointer: string };

/**
 * Finds the first fault by reading the text again, slowly and by the grammar of RFC 8259. Called only after a text
 * was refused, and only for texts of limited depth. A text without a fault is a contradiction and throws.
 */
export function findJsonFault(text: string): JsonFault {
  const reader = new Reader(text);
  try {
    reader.document();
  } catch (error) {
    if (error instanceof FaultFound) return error.fault;
    throw error;
  }
  throw new Error('The JSON text was refused but has no fault.');
}

class FaultFound extends Error {
  readonly fault: JsonFault;

  constructor(fault: JsonFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

const SPACE = /[ \t\n\r]*/y;
const LITERAL = /true|false|null/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** The longest well-formed beginning of a string; the closing quote follows when the string is whole. */
const STRING_BODY = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/uy;

class Reader {
  private readonly text: string;
  private readonly path: PropertyKey[] = [];
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): void {
    this.value();
    this.take(SPACE);
    if (this.at < this.text.length) this.fail('Something follows the end of the JSON value');
  }

  private value(): void {
    this.take(SPACE);
    const next = this.text[this.at];
    if (next === '{') this.object();
    else if (next === '[') this.array();
    else if (next === '"') this.string();
    else if (this.take(LITERAL) === null && this.take(NUMBER) === null) {
      this.fail(next === undefined ? 'The text ends where a value should stand' : 'A value is expected');
    }
  }

  private object(): void {
    const keys = new Set<string>();
    this.items('}', () => {
      if (this.text[this.at] !== '"') this.fail('A property name in double quotes is expected');
      const start = this.at;
      const key = this.string();
      this.path.push(key);
      if (keys.has(key)) {
        throw new FaultFound({ kind: 'duplicate', offset: start, pointer: jsonPointer(this.path) });
      }
      keys.add(key);
      this.take(SPACE);
      this.expect(':', 'A colon is expected');
      this.value();
      this.path.pop();
    });
  }

  private array(): void {
    let index = 0;
    this.items(']', () => {
      this.path.push(index++);
      this.value();
      this.path.pop();
    });
  }

  private items(close: string, item: () => void): void {
    this.at += 1;
    this.take(SPACE);
    if (this.text[this.at] === close) {
      this.at += 1;
      return;
    }
    for (;;) {
      item();
      this.take(SPACE);
      if (this.text[this.at] === close) break;
      this.expect(',', `A comma or ${close} is expected`);
      this.take(SPACE);
    }
    this.at += 1;
  }

  private string(): string {
    const start = this.at;
    this.take(STRING_BODY);
    this.expect('"', 'The string holds a control character, a bad escape or no end');
    const key: unknown = JSON.parse(this.text.slice(start, this.at));
    return String(key);
  }

  private expect(character: string, reason: string): void {
    if (this.text[this.at] !== character) this.fail(reason);
    this.at += 1;
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    this.at += found?.length ?? 0;
    return found;
  }

  private fail(reason: string): never {
    throw new FaultFound({ kind: 'syntax', offset: this.at, pointer: jsonPointer(this.path), reason });
  }
}
