import type { z } from 'zod';
import { badRequest } from './problem.ts';
import type { Instant } from './time/instant.ts';

/** Where a reader of pages stands, as text that a client hands back untouched. */
export function encodePageCursor(cursor: object): string {
  return Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');
}

/** Null when the text is no cursor of this server's. */
export function readPageCursor<T>(text: string, schema: z.ZodType<T>): T | null {
  const parsed = schema.safeParse(jsonOf(Buffer.from(text, 'base64url').toString('utf8')));
  return parsed.success ? parsed.data : null;
}

/** {@link readPageCursor} of the parameter `cursor`. @throws Problem 400 when the text is no cursor of this server's */
export function decodePageCursor<T>(text: string, schema: z.ZodType<T>): T {
  const cursor = readPageCursor(text, schema);
  if (cursor !== null) return cursor;
  throw badRequest('This cursor was not given out by this server; ask again without it.', [
    { pointer: 'cursor', reason: 'not a cursor' },
  ]);
}

/**
 * A cursor carries its clocks, and anyone can write one: clocks beyond what is known are refused as they are when asked
 * for directly, because the same question would be answered otherwise later.
 * @throws Problem 400
 */
export function expectCursorKnown(
  { asOf, knownBy }: { readonly asOf?: Instant; readonly knownBy: Instant },
  known: Instant,
): void {
  for (const [name, moment] of Object.entries({ knownBy, asOf })) {
    if (moment === undefined || moment <= known) continue;
    throw badRequest('This cursor asks for what is not known yet; ask again without it.', [
      { pointer: 'cursor', reason: `Its ${name} is ${moment}; everything is known through ${known}.` },
    ]);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // SyntaxError: no JSON, and so no cursor
  }
}
