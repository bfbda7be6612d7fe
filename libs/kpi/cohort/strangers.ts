import type { FactOrigin } from '#facts';
import type { Instant } from '#platform';
import type { Identification } from '#program';
import { byOccurrence } from '../evidence/evidence.ts';
import { countsAt, identifiedAs, type Identified } from './identified.ts';

/** The event of an actor who is no learner. */
export interface StrangerEvent extends Identified {
  readonly actor: string;
}

/** What actors did of whom nobody knows, or knew for a while, who they are. */
export class Strangers {
  private readonly events: Map<string, readonly StrangerEvent[]>;

  /** @param before those that these are added to */
  constructor(before: Strangers | null = null) {
    this.events = new Map(before?.events);
  }

  /** @param span the answers for which the actor is nobody's at the time of the event */
  add(actor: string, event: FactOrigin, span: Identification): void {
    const { source, id, occurredAt, recordedAt } = event;
    const one = identifiedAs({ source, id, occurredAt, recordedAt, actor }, span);
    const own = this.events.get(actor) ?? [];
    if (!own.some((known) => isFirstWhenever(known, one))) this.events.set(actor, [...own, one]);
  }

  /** The first event of each actor that had occurred by a moment and was nobody's then. */
  firstBy(asOf: Instant): StrangerEvent[] {
    return [...this.events.values()].flatMap((own) => {
      let first: StrangerEvent | null = null;
      for (const event of own)
        if (countsAt(event, asOf) && (first === null || byOccurrence(event, first) < 0)) first = event;
      return first ?? [];
    });
  }
}

/** Whether one event is the earlier of the two for every answer that the other counts for. */
function isFirstWhenever(one: StrangerEvent, other: StrangerEvent): boolean {
  if (byOccurrence(one, other) > 0) return false;
  const [from, until] = [one.identified?.from ?? one.occurredAt, one.identified?.until ?? null];
  const end = other.identified?.until ?? null;
  return (
    from <= (other.identified?.from ?? other.occurredAt) && (until === null || (end !== null && end <= until))
  );
}
