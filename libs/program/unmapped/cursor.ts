import { badRequest } from '#platform';
import { z } from 'zod';
import { moment } from '../fact-columns.ts';
import { unmappedKindSchema } from './unmapped.schema.ts';

const cursorSchema = z.strictObject({
  kind: unmappedKindSchema,
  /** what all pages of one list are cut at, so that statements that arrive meanwhile change nothing */
  knownBy: moment,
  after: z.strictObject({ lastSeen: moment, key: z.string() }),
});
/** Where a reader of a list stands. */
export type UnmappedCursor = z.infer<typeof cursorSchema>;

export function encodeCursor(cursor: UnmappedCursor): string {
  return Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');
}

/** @throws Problem 400 when the text is no cursor of this server's */
export function decodeCursor(text: string): UnmappedCursor {
  const parsed = cursorSchema.safeParse(jsonOf(Buffer.from(text, 'base64url').toString('utf8')));
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
