import { addDuration, type Instant } from '#platform';
import type { Freshness } from '../kpi.schema.ts';
import type { Feed } from './feed.ts';

/** When the events behind a number last spoke by a moment, and who sent them. */
export function freshnessOf(feed: Feed, asOf: Instant): Freshness {
  return { lastEventAt: feed.lastBy(asOf), sources: [...feed.sourcesBy(asOf)] };
}

/**
 * Says that the data are stale; null when they are not. Judged at the earlier of the asked moment and the window's end:
 * a closed window does not age.
 * @param staleAfter ISO 8601 duration of silence that is still fresh
 */
export function staleness(feed: Feed, asOf: Instant, windowEnd: Instant, staleAfter: string): string | null {
  const judgedAt = asOf < windowEnd ? asOf : windowEnd;
  const last = feed.lastBy(judgedAt);
  if (last === null) return 'No event has arrived that this KPI could be read from.';
  if (addDuration(last, staleAfter) >= judgedAt) return null;
  return `The data are stale: the last event was at ${last}, more than ${staleAfter} before ${judgedAt}.`;
}
