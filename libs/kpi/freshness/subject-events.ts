import { compareInstants, countUpTo } from '#facts';
import type { Instant } from '#platform';
import { countsAt, type Identified } from '../cohort/identified.ts';
import type { Feed } from './feed.ts';

/** An event of a learner, an incident, a use case. */
export interface SubjectEvent {
  readonly subject: string;
  readonly event: Identified;
}

/** Events of many subjects in time order, so that the last of those that are asked for is found from the end. */
export class SubjectEvents {
  private readonly all: readonly SubjectEvent[];
  private readonly times: readonly Instant[];
  private readonly bySource: ReadonlyMap<string, readonly SubjectEvent[]>;

  constructor(events: readonly SubjectEvent[]) {
    this.all = events.toSorted((a, b) => compareInstants(a.event.occurredAt, b.event.occurredAt));
    this.times = this.all.map(({ event }) => event.occurredAt);
    this.bySource = Map.groupBy(this.all, ({ event }) => event.source);
  }

  /** The events of some subjects that count as of a moment. */
  feedOf(isAskedFor: (subject: string) => boolean, asOf: Instant): Feed {
    const isAsked = ({ subject, event }: SubjectEvent) => countsAt(event, asOf) && isAskedFor(subject);
    return {
      lastBy: (moment) => {
        for (let place = countUpTo(this.times, moment) - 1; place >= 0; place -= 1) {
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

/** Whether one of some events in time order had occurred by a moment and is asked for. */
function hasBy(
  own: readonly SubjectEvent[],
  moment: Instant,
  isAsked: (event: SubjectEvent) => boolean,
): boolean {
  for (const one of own) {
    if (one.event.occurredAt > moment) return false;
    if (isAsked(one)) return true;
  }
  return false;
}
