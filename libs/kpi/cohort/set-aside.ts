import type { Instant } from '#platform';
import type { Identification } from '#program';
import { evidenceOf, type EvidenceEntry } from '../evidence/evidence.ts';
import type { StatementFact } from '../facts/statements.query.ts';
import { countsAt, identifiedAs, type Identified } from './identified.ts';

interface SetAsideEvent extends Identified {
  /** of the module or assessment */
  readonly of: string;
  readonly reason: string;
}

/** Statements that break a rule, by the learner for whom they would have counted: they count nowhere, and evidence has them. */
export class SetAside {
  private readonly events: Map<string, readonly SetAsideEvent[]>;

  /** @param before those that these are added to */
  constructor(before: SetAside | null = null) {
    this.events = new Map(before?.events);
  }

  /** What breaks no rule, or is nobody's, is left out. @param of id of the module or assessment */
  add(of: string, fact: StatementFact, span: Identification): void {
    const { source, id, occurredAt, recordedAt, setAside } = fact;
    const { learner } = span;
    if (setAside === undefined || learner === null) return;
    const event = { source, id, occurredAt, recordedAt, of, reason: setAside.reason };
    this.events.set(learner, [...(this.events.get(learner) ?? []), identifiedAs(event, span)]);
  }

  /** One entry for each event, however many modules it names. @param among ids of modules or assessments; null: all */
  evidenceFor(learner: string, among: readonly string[] | null, asOf: Instant): EvidenceEntry[] {
    const own = (this.events.get(learner) ?? []).filter(
      (event) => countsAt(event, asOf) && (among === null || among.includes(event.of)),
    );
    const byEvent = new Map(own.map((event) => [JSON.stringify([event.source, event.id]), event]));
    return [...byEvent.values()].map((event) => evidenceOf('quarantined', learner, event, event.reason));
  }
}
