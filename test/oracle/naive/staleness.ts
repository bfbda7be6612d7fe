import { addDuration, type Instant } from '#platform';
import type { LogEntry } from './log.ts';

/**
 * "Stale is judged at min(asOf, end of window)": nothing heard by then, or silence longer than the program allows. As a list
 * of reasons: none where the data are fresh.
 */
export function staleness(
  heard: readonly LogEntry[],
  asOf: Instant,
  end: Instant,
  staleAfter: string,
): string[] {
  const judgedAt = asOf < end ? asOf : end;
  const last = heard
    .map(({ occurredAt }) => occurredAt)
    .filter((at) => at <= judgedAt)
    .toSorted()
    .at(-1);
  if (last === undefined) return ['No event has arrived that this KPI could be read from.'];
  return addDuration(last, staleAfter) < judgedAt
    ? [`The data are stale: the last event was at ${last}, more than ${staleAfter} before ${judgedAt}.`]
    : [];
}

/** When the events behind a number last spoke, and who sent them. */
export function freshnessOf(heard: readonly LogEntry[]) {
  return {
    lastEventAt:
      heard
        .map(({ occurredAt }) => occurredAt)
        .toSorted()
        .at(-1) ?? null,
    sources: [...new Set(heard.map(({ source }) => source))].toSorted(),
  };
}
