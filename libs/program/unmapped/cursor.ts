import { decodePageCursor, encodePageCursor } from '#platform';
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
  return encodePageCursor(cursor);
}

/** @throws Problem 400 when the text is no cursor of this server's */
export function decodeCursor(text: string): UnmappedCursor {
  return decodePageCursor(text, cursorSchema);
}
