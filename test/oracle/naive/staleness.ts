import { addDuration, type Instant } from '#platform';
import type { LogEntry } from './log.ts';

/** "Stale is judged at min(asOf, end of window)": nothing heard by then, or silence longer than the program allows. */
export function isStale(
  heard: readonly LogEntry[],
  asOf: Instant,
  end: Instant,
  staleAfter: string,
): boolean {
  const judgedAt = asOf < end ? asOf : end;
  const last = heard
    .map(({ occurredAt }) => occurredAt)
    .filter((at) => at <= judgedAt)
    .toSorted()
    .at(-1);
  return last === undefined || addDuration(last, staleAfter) < judgedAt;
}
