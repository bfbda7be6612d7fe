import { at } from '../numeric/at.ts';
import { cannot, type Cannot } from '../result.ts';

/** One case followed from its start: until its event, or until it was last seen without one (right-censored). */
export interface Observation {
  /** Zero or more, any unit, the same throughout. */
  readonly time: number;
  readonly event: boolean;
}

/** What happened at one distinct time. A case censored then was still at risk for the events then. */
export interface RiskPoint {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
}

export function faultOfObservations(observations: readonly Observation[]): Cannot | null {
  if (observations.length === 0) return cannot('empty', 'There are no observations.');
  if (observations.some(({ time }) => !Number.isFinite(time))) {
    return cannot('not-a-number', 'A time is not a finite number.');
  }
  return observations.some(({ time }) => time < 0) ? cannot('out-of-range', 'A time is negative.') : null;
}

/** Distinct times in ascending order with those at risk just before each. */
export function riskTable(observations: readonly Observation[]): RiskPoint[] {
  const sorted = observations.toSorted((a, b) => a.time - b.time);
  const points: RiskPoint[] = [];
  let start = 0;
  while (start < sorted.length) {
    const { time } = at(sorted, start);
    let end = start;
    let events = 0;
    while (end < sorted.length && at(sorted, end).time === time) {
      if (at(sorted, end).event) events += 1;
      end += 1;
    }
    points.push({ time, atRisk: sorted.length - start, events, censored: end - start - events });
    start = end;
  }
  return points;
}
