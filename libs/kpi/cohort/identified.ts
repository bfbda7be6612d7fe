import { compareInstants, type FactOrigin } from '#facts';
import type { Instant } from '#platform';
import type { Identification } from '#program';

/** What an actor did, as a learner's; of whom that is known from the event's own time on unless told. */
export interface Identified extends FactOrigin {
  /** for which answers it is this learner's; absent: for all as of its occurrence and later */
  readonly identified?: Pick<Identification, 'from' | 'until'>;
}

/** Whether an event had occurred by a moment and was known as the learner's then. */
export function countsAt({ occurredAt, identified }: Identified, asOf: Instant): boolean {
  if (identified === undefined) return occurredAt <= asOf;
  return identified.from <= asOf && (identified.until === null || asOf < identified.until);
}

/** An event with the answers for which it is a learner's, where these are not all as of its occurrence and later. */
export function identifiedAs<T extends FactOrigin>(
  event: T,
  { from, until }: Identification,
): T & Identified {
  return from === event.occurredAt && until === null ? event : { ...event, identified: { from, until } };
}

/** The moments at which what counts of a learner's events changes, in time order. */
export function changesOf(events: Iterable<Identified>): Instant[] {
  const moments = new Set<Instant>();
  for (const { occurredAt, identified } of events) {
    moments.add(identified?.from ?? occurredAt);
    if (identified !== undefined && identified.until !== null) moments.add(identified.until);
  }
  return [...moments].sort(compareInstants);
}
