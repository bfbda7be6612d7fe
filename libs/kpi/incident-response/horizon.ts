import type { Observation, Stratum } from '#statistics';

/** A restricted mean needs two events to say how sure it is. */
const EVENTS_NEEDED = 2;

/** Whether both arms of a stratum have a restricted mean to compare. */
export function comparable({ a, b }: Stratum): boolean {
  return eventsOf(a) >= EVENTS_NEEDED && eventsOf(b) >= EVENTS_NEEDED;
}

/**
 * The longest τ up to which every curve of the comparable strata is determined; null: no stratum is comparable.
 * An arm whose last case had its event is at zero from there on, and so determined for ever: stopping at the end of the
 * faster arm would hide the slower one's whole curve exactly when the two differ most.
 */
export function longestHorizon(strata: readonly Stratum[]): number | null {
  const arms = strata.filter(comparable).flatMap(({ a, b }) => [a, b]);
  if (arms.length === 0) return null;
  const lasts = arms.map(lastTime);
  const limits = arms.flatMap((arm, index) => (endsCensored(arm) ? [lasts[index] ?? 0] : []));
  return limits.length > 0 ? Math.min(...limits) : Math.max(...lasts);
}

function eventsOf(arm: readonly Observation[]): number {
  return arm.filter(({ event }) => event).length;
}

function lastTime(arm: readonly Observation[]): number {
  return arm.reduce((last, { time }) => Math.max(last, time), 0);
}

function endsCensored(arm: readonly Observation[]): boolean {
  const last = lastTime(arm);
  return arm.some(({ time, event }) => time === last && !event);
}
