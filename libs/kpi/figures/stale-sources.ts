import { addDuration, type Instant } from '#platform';
import { compareText, type FactOrigin } from '../evidence/evidence.ts';

export interface StaleSource {
  readonly source: string;
  readonly lastEventAt: Instant;
}

/** What speaks regularly while a window runs, and when that window ends. */
export interface RegularFeed {
  readonly facts: readonly FactOrigin[];
  readonly windowEnd: Instant;
}

/**
 * Sources silent for longer than the program allows, at the earlier of the asked moment and the end of the window they
 * feed. A source that is fresh in one of its feeds is fresh. Incidents and the register come when they happen, so their
 * silence says nothing and they are no regular feed.
 * @param staleAfter ISO 8601 duration
 */
export function staleSources(
  feeds: readonly RegularFeed[],
  asOf: Instant,
  staleAfter: string,
): StaleSource[] {
  const last = new Map<string, Instant>();
  const fresh = new Set<string>();
  for (const { facts, windowEnd } of feeds) {
    const judgedAt = asOf < windowEnd ? asOf : windowEnd;
    for (const [source, lastEventAt] of lastOfEach(facts, judgedAt)) {
      if (lastEventAt > (last.get(source) ?? '')) last.set(source, lastEventAt);
      if (addDuration(lastEventAt, staleAfter) >= judgedAt) fresh.add(source);
    }
  }
  return [...last]
    .filter(([source]) => !fresh.has(source))
    .map(([source, lastEventAt]) => ({ source, lastEventAt }))
    .sort((a, b) => compareText(a.source, b.source));
}

function lastOfEach(facts: readonly FactOrigin[], judgedAt: Instant): Map<string, Instant> {
  const last = new Map<string, Instant>();
  for (const { source, occurredAt } of facts) {
    if (occurredAt <= judgedAt && occurredAt > (last.get(source) ?? '')) last.set(source, occurredAt);
  }
  return last;
}
