import { parseInstant, type Instant } from '#platform';
import { z } from 'zod';

/** A moment as ClickHouse writes it (ISO, microseconds, UTC). */
export const moment = z.string().transform((text, context): Instant => {
  const instant = parseInstant(text);
  if (instant !== null) return instant;
  context.addIssue({ code: 'custom', message: 'Not a moment.' });
  return z.NEVER;
});
