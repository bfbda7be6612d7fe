import { parseInstant, type Instant } from '#platform';
import type { FactOrigin } from '../evidence/evidence.ts';

/** A moment written short: `2026-07-01` or `2026-07-01T10:00`, in UTC. */
export function moment(text: string): Instant {
  const full = text.length === 10 ? `${text}T00:00:00Z` : `${text}:00Z`;
  const instant = parseInstant(full);
  if (instant === null) throw new RangeError(`No moment: ${text}`);
  return instant;
}

let events = 0;

/** Where a made-up event came from; each has an id of its own, and was recorded when it happened. */
export function origin(at: string, source = 'urn:test'): FactOrigin {
  events += 1;
  return {
    source,
    id: `event-${String(events).padStart(6, '0')}`,
    occurredAt: moment(at),
    recordedAt: moment(at),
  };
}
