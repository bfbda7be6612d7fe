import { ExactNumber, parseExactJson } from '#platform';
import { contentId } from './content-id.ts';
import type { Element } from './elements.ts';

export const importKinds = ['statements', 'events'] as const;
export type ImportKind = (typeof importKinds)[number];

/** One element that can be sent. */
export interface Item {
  readonly line: number;
  readonly id: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What was not taken, and why; `pointer` is into the element. */
export interface Rejection {
  readonly line: number;
  readonly id: string | null;
  readonly pointer: string;
  readonly reason: string;
}

/** What a file holds, by one of its elements: a statement has an actor and a verb, a CloudEvent a specversion. */
export function kindOf(value: unknown): ImportKind | null {
  if (!isObject(value)) return null;
  if ('specversion' in value) return 'events';
  return 'verb' in value || 'actor' in value ? 'statements' : null;
}

export function jsonOf({ text, line }: Element): { value: unknown } | Rejection {
  try {
    return { value: parseExactJson(text) };
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : String(error);
    return { line, id: null, pointer: '', reason: `Not JSON: ${reason}` };
  }
}

/** A statement without an id gets one made of its content, so that it is the same statement when the file is read again. */
export function itemOf(value: unknown, line: number, kind: ImportKind): Item | Rejection {
  if (!isObject(value)) return { line, id: null, pointer: '', reason: 'Not a JSON object.' };
  const { id } = value;
  if (kind === 'events') return { line, id: `${String(value['source'])} ${String(id)}`, value };
  if (id !== undefined) return { line, id: String(id).toLowerCase(), value };
  const made = contentId(value);
  return { line, id: made, value: { ...value, id: made } };
}

export function isRejection(value: object): value is Rejection {
  return 'reason' in value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}
