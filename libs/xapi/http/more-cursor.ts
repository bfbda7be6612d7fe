import { badRequest, encodePageCursor, type Instant, parseInstant, readPageCursor } from '#platform';
import { z } from 'zod';

/** Where a page of statements ended, and which query it belongs to: all that the next page needs. */
export interface MoreCursor {
  /** The parameters of the first request, as sent. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The last statement already given. */
  readonly after: { readonly stored: Instant; readonly id: string };
  /** The newest `stored` that belongs to the query: statements that arrive while a client pages stay out of it. */
  readonly through: Instant;
}

const instant = z.string().transform((text, context): Instant => {
  const parsed = parseInstant(text);
  if (parsed !== null) return parsed;
  context.addIssue({ code: 'custom', message: 'Must be a moment.' });
  return z.NEVER;
});

const schema = z.strictObject({
  parameters: z.record(z.string(), z.string()),
  after: z.strictObject({ stored: instant, id: z.string() }),
  through: instant,
});

/** Opaque and safe in a URL. */
export function encodeMoreCursor(cursor: MoreCursor): string {
  return encodePageCursor(cursor);
}

/** Reads what {@link encodeMoreCursor} made; anything else is a 400. Its parameters are checked again like any. */
export function decodeMoreCursor(text: string): MoreCursor {
  const found = readPageCursor(text, schema);
  if (found !== null) return found;
  const reason = 'This is not a link that an earlier page gave.';
  throw badRequest(
    `The parameter more is not usable: ${reason}`,
    [{ pointer: 'more', reason }],
    'invalid-parameter',
  );
}
