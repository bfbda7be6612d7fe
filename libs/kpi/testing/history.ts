import { addDuration, endOfDay, localDate, parseInstant, type Instant } from '#platform';
import type { Member, RequiredModule } from '../cohort/member.ts';
import type { FactOrigin } from '../evidence/evidence.ts';

/** A moment written short: `2026-07-01` or `2026-07-01T10:00`, in UTC. */
export function moment(text: string): Instant {
  const full = text.length === 10 ? `${text}T00:00:00Z` : `${text}:00Z`;
  const instant = parseInstant(full);
  if (instant === null) throw new RangeError(`No moment: ${text}`);
  return instant;
}

let events = 0;

/** Where a made-up event came from; each has an id of its own, and was recorded when it happened. */
export function origin(at: string, source = 'urn:test'): FactOrigin {
  events += 1;
  return {
    source,
    id: `event-${String(events).padStart(6, '0')}`,
    occurredAt: moment(at),
    recordedAt: moment(at),
  };
}

/** A module that is met when completed, unless told otherwise. */
export function requiredModule(id: string, more: Partial<RequiredModule>): RequiredModule {
  return { id, title: id, moveOn: 'completed', cmi5: 'au', priorCompletionCounts: false, ...more };
}

/** A member who enrolled at the start of a day, with a window of 90 days, in UTC. */
export function memberOf(learner: string, day: string, more: Partial<Member>): Member {
  const enrolled = origin(day);
  const last = localDate(addDuration(enrolled.occurredAt, 'P89D'), 'UTC');
  return {
    learner,
    cohort: 'summer',
    role: 'operator',
    track: null,
    team: null,
    enrolled,
    windowStart: enrolled.occurredAt,
    windowEnd: endOfDay(last, 'UTC'),
    withdrawn: false,
    exclusion: null,
    required: [],
    ...more,
  };
}
