import { endOfDay, localDate, type Instant } from '#platform';
import type { DrawnPair, History } from '../histories/history.ts';
import { DAYS, dayOf, moved } from '../histories/moments.ts';
import type { LogEntry, Pair } from '../naive/log.ts';

/** What is asked, as it stands in the URL. */
export interface Asked {
  readonly asOf: string;
  readonly knownBy: string;
  readonly by: DrawnPair['by'];
}

/** A pair, and how it is asked for. */
export interface Question {
  readonly program: string;
  readonly pair: Pair;
  readonly asked: Asked;
}

/**
 * A drawn pair against a log: as of the moment of an event or of a border of the calendar, known by the moment at which one was
 * recorded, exactly or a little beside it; never later than the last of them, which is known for sure.
 */
export function questionOf(
  { zone }: Pick<History, 'zone'>,
  drawn: DrawnPair,
  log: readonly LogEntry[],
): Question {
  const borders = [-9, -1, 0, DAYS - 1, DAYS, DAYS + 4, 12].map((day) => endOfDay(dayOf(day), zone));
  const occurred = [...new Set([...log.map(({ occurredAt }) => occurredAt), ...borders])].toSorted();
  const recorded = log.map(({ recordedAt }) => recordedAt);
  const last = recorded.at(-1) ?? borders[0];
  if (last === undefined) throw new Error('There is nothing to ask about.');
  const atMost = (moment: Instant) => (moment > last ? last : moment);
  // The root draws the later ones more often: at the early ones little has happened.
  const late = Math.floor(Math.cbrt(drawn.asOf / 10_000) * occurred.length);
  const at = (moments: readonly Instant[], index: number) => moments[index % moments.length] ?? last;
  const exact = atMost(moved(at(occurred, late), drawn.asOfBeside));
  const knownBy = drawn.allKnown ? last : atMost(moved(at(recorded, drawn.knownBy), drawn.knownByBeside));
  const day = localDate(exact, zone);
  const isBare = drawn.bareDay && endOfDay(day, zone) <= last;
  const asOf = isBare ? endOfDay(day, zone) : exact;
  return {
    program: drawn.program,
    pair: { asOf, knownBy },
    asked: { asOf: isBare ? day : asOf, knownBy, by: drawn.by },
  };
}
