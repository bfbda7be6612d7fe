import type { z } from 'zod';
import { badRequest } from './problem.ts';

/** Where a reader of pages stands, as text that a client hands back untouched. */
export function encodePageCursor(cursor: object): string {
  return Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');
}

/** @throws Problem 400 when the text is no cursor of this server's */
export function decodePageCursor<T>(text: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(jsonOf(Buffer.from(text, 'base64url').toString('utf8')));
  if (parsed.success) return parsed.data;
  throw badRequest('This cursor was not given out by this server; ask again without it.', [
    { pointer: 'cursor', reason: 'not a cursor' },
  ]);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // SyntaxError: no JSON, and so no cursor
  }
}
