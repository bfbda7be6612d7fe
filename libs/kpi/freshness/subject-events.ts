import { compareInstants, countWhile } from '#facts';
import type { Instant } from '#platform';
import { countsAt, type Identified } from '../cohort/identified.ts';
import type { Feed } from './feed.ts';

/** An event of a learner, an incident, a use case. */
export interface SubjectEvent {
  readonly subject: string;
  readonly event: Identified;
}

type InTimeOrder = readonly SubjectEvent[];

/** Events of many subjects in time order, so that the last of those that are asked for is found from the end. */
export class SubjectEvents {
  private readonly all: InTimeOrder;
  private readonly bySource: ReadonlyMap<string, InTimeOrder>;

  /** @param before events that these are added to */
  constructor(events: readonly SubjectEvent[], before: SubjectEvents | null = null) {
    const sorted = events.toSorted((a, b) => compareInstants(a.event.occurredAt, b.event.occurredAt));
    this.all = merged(before?.all ?? [], sorted);
    const bySource = new Map(before?.bySource);
    for (const [source, own] of Map.groupBy(sorted, ({ event }) => event.source))
      bySource.set(source, merged(bySource.get(source) ?? [], own));
    this.bySource = bySource;
  }

  /** The events of some subjects that count as of a moment. */
  feedOf(isAskedFor: (subject: string) => boolean, asOf: Instant): Feed {
    const isAsked = ({ subject, event }: SubjectEvent) => countsAt(event, asOf) && isAskedFor(subject);
    return {
      lastBy: (moment) => {
        for (let place = countBy(this.all, moment) - 1; place >= 0; place -= 1) {
          const last = this.all[place];
          if (last !== undefined && isAsked(last)) return last.event.occurredAt;
        }
        return null;
      },
      sourcesBy: (moment) =>
        [...this.bySource]
          .filter(([, own]) => hasBy(own, moment, isAsked))
          .map(([source]) => source)
          .sort(),
    };
  }
}

/** What is added mostly comes last, so that all before it is taken as it is. */
function merged(known: InTimeOrder, added: InTimeOrder): InTimeOrder {
  const [first] = added;
  if (first === undefined) return known;
  const kept = countBy(known, first.event.occurredAt);
  if (kept === known.length) return [...known, ...added];
  const rest = [...known.slice(kept), ...added];
  return [
    ...known.slice(0, kept),
    ...rest.sort((a, b) => compareInstants(a.event.occurredAt, b.event.occurredAt)),
  ];
}

/** How many of the events had occurred by a moment. */
function countBy(events: InTimeOrder, moment: Instant): number {
  return countWhile(events, ({ event }) => event.occurredAt <= moment);
}

/** Whether one of some events had occurred by a moment and is asked for. */
function hasBy(own: InTimeOrder, moment: Instant, isAsked: (event: SubjectEvent) => boolean): boolean {
  for (const one of own) {
    if (one.event.occurredAt > moment) return false;
    if (isAsked(one)) return true;
  }
  return false;
}
