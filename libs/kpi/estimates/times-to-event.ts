import { kaplanMeier, quantileOfCurve, survivalAt, type Observation } from '#statistics';
import type { Details, Interval } from '../kpi.schema.ts';

/** What is read off a Kaplan-Meier curve of times to an event; null where the curve does not get there. */
export interface TimesToEvent {
  readonly median: number | null;
  readonly interval: Interval | null;
  readonly p75: number | null;
  readonly p90: number | null;
  readonly events: number;
  /** why there is no curve, as a sentence */
  readonly reason: string | null;
}

/** Median with log-log interval, p75 and p90 of times in seconds, open ones right-censored. */
export function timesToEvent(observations: readonly Observation[]): TimesToEvent {
  const curve = kaplanMeier(observations, { scale: 'log-log' });
  if (!curve.ok)
    return { median: null, interval: null, p75: null, p90: null, events: 0, reason: curve.reason };
  const at = (share: number) => {
    const quantile = quantileOfCurve(curve, share);
    return quantile.ok ? quantile : null;
  };
  const median = at(0.5);
  return {
    median: median?.estimate ?? null,
    interval: median?.interval ?? null,
    p75: at(0.75)?.estimate ?? null,
    p90: at(0.9)?.estimate ?? null,
    events: curve.events,
    reason: null,
  };
}

/**
 * The share expected to have had the event by a time, with its interval: one less the survival.
 * @param fewest observations for an interval; with fewer the share stands alone, and why
 */
export function shareBy(observations: readonly Observation[], time: number, fewest: number): Details {
  const curve = kaplanMeier(observations, { scale: 'log-log' });
  if (!curve.ok) return { value: null, reason: curve.reason };
  const survival = survivalAt(curve, time);
  if (!survival.ok) return { value: null, reason: survival.reason };
  const value = 1 - survival.estimate;
  const { n } = curve;
  if (n < fewest) return { value, interval: null, reason: `An interval needs ${fewest} cases.`, n };
  const { low, high, level, method } = survival.interval;
  return {
    value,
    interval: { low: high === null ? null : 1 - high, high: low === null ? null : 1 - low, level, method },
    n,
  };
}
