import { addDuration, type Instant } from '#platform';
import { compareText, type FactOrigin } from '../evidence/evidence.ts';
import type { Freshness } from '../kpi.schema.ts';

/** When the events behind a number last spoke, and who sent them. */
export function freshnessOf(seen: readonly FactOrigin[]): Freshness {
  let lastEventAt: Instant | null = null;
  const sources = new Set<string>();
  for (const { occurredAt, source } of seen) {
    if (lastEventAt === null || occurredAt > lastEventAt) lastEventAt = occurredAt;
    sources.add(source);
  }
  return { lastEventAt, sources: [...sources].sort(compareText) };
}

/**
 * Says that the data are stale; null when they are not. Judged at the earlier of the asked moment and the window's end:
 * a closed window does not age.
 * @param staleAfter ISO 8601 duration of silence that is still fresh
 */
export function staleness(
  seen: readonly FactOrigin[],
  asOf: Instant,
  windowEnd: Instant,
  staleAfter: string,
): string | null {
  const judgedAt = asOf < windowEnd ? asOf : windowEnd;
  let last: Instant | null = null;
  for (const { occurredAt } of seen) {
    if (occurredAt <= judgedAt && (last === null || occurredAt > last)) last = occurredAt;
  }
  if (last === null) return 'No event has arrived that this KPI could be read from.';
  if (addDuration(last, staleAfter) >= judgedAt) return null;
  return `The data are stale: the last event was at ${last}, more than ${staleAfter} before ${judgedAt}.`;
}
