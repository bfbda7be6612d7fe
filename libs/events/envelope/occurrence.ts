import { addDuration, parseInstant, type Instant, type ProblemDetail } from '#platform';
import type { EventDefinition } from '../define-event.ts';

/** How far a sender's clock, or its idea of the zone, may run ahead of ours: of an event, and of a statement. */
const AHEAD = 'PT24H';
/** How far ahead a day may be set: a program or an enrolment of next year, not of the next century. */
const SCHEDULED_AHEAD = 'P3660D';

/** The latest moment at which something may have happened that is told at `now`. */
export function latestOccurrence(now: Instant): Instant {
  return addDuration(now, AHEAD);
}

/**
 * When the event occurred: its `time`; of a definition its `effectiveFrom`, which `time` may only repeat. Null when the
 * event gives none. A time too far in the future is added to `errors`; the past is bounded by the year 1900.
 */
export function occurrence(
  time: string | undefined,
  data: object,
  definition: EventDefinition,
  now: Instant,
  errors: ProblemDetail[],
): Instant | null {
  const sent = time === undefined ? null : parseInstant(time);
  const effective =
    'effectiveFrom' in data && typeof data.effectiveFrom === 'string'
      ? parseInstant(data.effectiveFrom)
      : null;
  if (sent !== null && effective !== null && sent !== effective) {
    errors.push({ pointer: '/time', reason: `Must equal effectiveFrom (${effective}) or be left out.` });
  }
  const occurredAt = effective ?? sent;
  const latest = definition.scheduled ? addDuration(now, SCHEDULED_AHEAD) : latestOccurrence(now);
  if (occurredAt !== null && occurredAt > latest) {
    errors.push({
      pointer: effective === null ? '/time' : '/data/effectiveFrom',
      reason: definition.scheduled
        ? `Lies more than ten years ahead of ${now}, the time of the server.`
        : `Lies more than 24 hours ahead of ${now}, the time of the server.`,
    });
  }
  return occurredAt;
}
