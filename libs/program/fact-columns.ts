import { parseInstant, type Instant } from '#platform';
import { z } from 'zod';

/** A moment as ClickHouse writes it (ISO, microseconds, UTC). */
export const moment = z.string().transform((text, context): Instant => {
  const instant = parseInstant(text);
  if (instant !== null) return instant;
  context.addIssue({ code: 'custom', message: 'Not a moment.' });
  return z.NEVER;
});

/** What every fact tells of its origin, selected under these names. */
export const factColumns = { source: z.string(), id: z.string(), occurredAt: moment, recordedAt: moment };
