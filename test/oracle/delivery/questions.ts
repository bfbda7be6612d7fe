import { endOfDay, localDate, type Instant } from '#platform';
import type { DrawnPair, History } from '../histories/history.ts';
import { DAYS, dayOf, moved } from '../histories/moments.ts';
import type { LogEntry, Pair } from '../naive/log.ts';

/** A pair as it is asked for. */
export interface Question {
  readonly pair: Pair;
  readonly asked: { readonly asOf: string; readonly knownBy: string; readonly by: DrawnPair['by'] };
}

/**
 * A drawn pair against a log: as of the moment of an event or of a border of the calendar, known by the moment at which one was
 * recorded, exactly or a little beside it; never later than what is known for sure.
 */
export function questionOf(
  { zone }: Pick<History, 'zone'>,
  drawn: DrawnPair,
  log: readonly LogEntry[],
  watermark: Instant,
): Question {
  const borders = [-9, -1, 0, DAYS - 1, DAYS, DAYS + 4, 12].map((day) => endOfDay(dayOf(day), zone));
  const occurred = [...new Set([...log.map(({ occurredAt }) => occurredAt), ...borders])].toSorted();
  const recorded = [...log.map(({ recordedAt }) => recordedAt), watermark, watermark];
  const atMost = (moment: Instant) => (moment > watermark ? watermark : moment);
  const at = (moments: readonly Instant[], index: number) => moments[index % moments.length] ?? watermark;
  const exact = atMost(moved(at(occurred, drawn.asOf), drawn.asOfBeside));
  const knownBy = atMost(moved(at(recorded, drawn.knownBy), drawn.knownByBeside));
  const day = localDate(exact, zone);
  const isBare = drawn.bareDay && endOfDay(day, zone) <= watermark;
  const asOf = isBare ? endOfDay(day, zone) : exact;
  return { pair: { asOf, knownBy }, asked: { asOf: isBare ? day : asOf, knownBy, by: drawn.by } };
}
