import { normalCritical } from '../distribution/normal.ts';
import { at } from '../numeric/at.ts';
import { faultOfLevel } from '../numeric/checks.ts';
import { answer, cannot, type Answer, type Interval } from '../result.ts';
import { faultOfObservations, riskTable, type Observation, type RiskPoint } from './observation.ts';
import { pointwiseLimits, type SurvivalScale } from './pointwise-limits.ts';

export interface SurvivalOptions {
  /** 0.95 unless told. */
  readonly level?: number;
  /** log-log unless told. */
  readonly scale?: SurvivalScale;
}

/** The curve from `time` until the next step. */
export interface SurvivalStep extends RiskPoint {
  readonly survival: number;
  /** Greenwood's Σ d / (n (n - d)) up to here; at survival 0, where it has no value, that of the step before. */
  readonly greenwood: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface SurvivalCurve {
  readonly n: number;
  readonly events: number;
  readonly censored: number;
  readonly level: number;
  readonly scale: SurvivalScale;
  /** One for each distinct time, events or censorings; before the first, survival is 1. */
  readonly steps: readonly SurvivalStep[];
}

/**
 * Kaplan-Meier estimate of the share that has not yet had its event, in time.
 * Source: Kaplan & Meier 1958, JASA 53:457; variance Greenwood 1926. Time in the unit given. Assumes that censoring
 * says nothing about the event to come, and that cases are independent.
 * Cannot: `empty`, `all-censored`, `not-a-number`, `out-of-range` (negative time, level).
 */
export function kaplanMeier(
  observations: readonly Observation[],
  options: SurvivalOptions = {},
): Answer<SurvivalCurve> {
  const { level = 0.95, scale = 'log-log' } = options;
  const fault = faultOfObservations(observations) ?? faultOfLevel(level);
  if (fault) return fault;
  const points = riskTable(observations);
  const events = observations.filter(({ event }) => event).length;
  if (events === 0) return cannot('all-censored', `None of ${observations.length} had its event.`);

  const z = normalCritical(level);
  let survival = 1;
  let greenwood = 0;
  const steps: SurvivalStep[] = [];
  for (const { time, atRisk, events, censored } of points) {
    const survivors = atRisk - events;
    if (events > 0) survival *= survivors / atRisk;
    if (survivors > 0) greenwood += events / (atRisk * survivors);
    const { low, high } = pointwiseLimits(survival, greenwood, z, scale);
    steps.push({ time, atRisk, events, censored, survival, greenwood, low, high });
  }
  const n = observations.length;
  return answer({ n, events, censored: n - events, level, scale, steps });
}

/**
 * Share without its event at a time, with its pointwise interval and the number still at risk just after it: the value of a step
 * curve that is continuous from the right. Source and assumptions: `kaplanMeier`; limits: `pointwiseLimits`, `null` at 0. The time
 * in the unit of the curve.
 * Cannot: `not-a-number`, `out-of-range` (negative), `beyond-follow-up` (later than the last observation, which was censored).
 */
export function survivalAt(
  curve: SurvivalCurve,
  time: number,
): Answer<{ estimate: number; interval: Interval; n: number; atRisk: number }> {
  if (!Number.isFinite(time)) return cannot('not-a-number', 'The time is not a finite number.');
  if (time < 0) return cannot('out-of-range', 'The time is negative.');
  const { n, level, scale, steps } = curve;
  const method = `Kaplan-Meier, ${scale}`;
  const passed = steps.filter((step) => step.time <= time);
  if (passed.length === 0) {
    return answer({ estimate: 1, interval: { low: 1, high: 1, level, method }, n, atRisk: n });
  }
  const step = at(passed, passed.length - 1);
  if (passed.length === steps.length && step.survival > 0 && time > step.time) {
    return cannot(
      'beyond-follow-up',
      `Nobody was followed to ${rounded(time)}; the longest time is ${rounded(step.time)}.`,
    );
  }
  return answer({
    estimate: step.survival,
    interval: { low: step.low, high: step.high, level, method },
    n,
    atRisk: step.atRisk - step.events - step.censored,
  });
}

/** The last time at which the curve is determined: without end once everyone has had the event. */
export function determinedUntil(curve: SurvivalCurve): number {
  const last = at(curve.steps, curve.steps.length - 1);
  return last.survival === 0 ? Number.POSITIVE_INFINITY : last.time;
}

/** For a sentence. */
function rounded(time: number): number {
  return Number(time.toPrecision(6));
}
