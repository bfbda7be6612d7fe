import { tCritical } from '../distribution/student-t.ts';
import { at } from '../numeric/at.ts';
import { answer, cannot, type Answer, type Estimate } from '../result.ts';
import { determinedUntil, kaplanMeier, type SurvivalCurve } from './kaplan-meier.ts';
import type { Observation } from './observation.ts';

export interface RestrictedMean extends Estimate {
  readonly horizon: number;
  /** Greenwood's variance of the mean, in the square of the unit; what R's survfit and survRM2 print. */
  readonly variance: number;
  /** `variance` × D / (D - 1), from which the interval is made. */
  readonly correctedVariance: number;
  /** D: events up to the horizon. */
  readonly events: number;
}

/**
 * Mean time to the event within a horizon τ: the area under the Kaplan-Meier curve up to τ, in the unit of time.
 * Source: Kaplan & Meier 1958, JASA 53:457 (the variance, and the factor D/(D - 1) against its bias in small samples, which
 * SAS LIFETEST applies too); Royston & Parmar 2013, BMC Med. Res. Methodol. 13:152. The interval takes Student's t with
 * D - 1 degrees of freedom: without censoring and with τ at the last time this is the t interval of the plain mean.
 * Cannot: as `kaplanMeier`; `beyond-follow-up` (τ after the last, censored, observation), `too-few` (under 2 events up to τ),
 * `no-variation`, `out-of-range` (τ not above 0).
 */
export function restrictedMean(
  observations: readonly Observation[],
  horizon: number,
  level = 0.95,
): Answer<RestrictedMean> {
  const curve = kaplanMeier(observations, { level });
  if (!curve.ok) return curve;
  if (!Number.isFinite(horizon)) return cannot('not-a-number', 'The horizon is not a finite number.');
  if (horizon <= 0) return cannot('out-of-range', 'A horizon is a time above zero.');
  if (horizon > determinedUntil(curve)) {
    return cannot('beyond-follow-up', `The curve is not determined up to ${horizon}.`);
  }
  const { area, variance, events } = areaUnder(curve, horizon);
  if (events < 2) return cannot('too-few', `${events} events up to ${horizon} say nothing about the spread.`);
  if (variance === 0) return cannot('no-variation', 'The times up to the horizon are all equal.');
  const correctedVariance = (variance * events) / (events - 1);
  const reach = tCritical(level, events - 1) * Math.sqrt(correctedVariance);
  return answer({
    estimate: area,
    interval: {
      low: Math.max(0, area - reach),
      high: Math.min(horizon, area + reach),
      level,
      method: 'restricted mean, t',
    },
    n: curve.n,
    horizon,
    variance,
    correctedVariance,
    events,
  });
}

function areaUnder(
  curve: SurvivalCurve,
  horizon: number,
): { area: number; variance: number; events: number } {
  const steps = curve.steps.filter((step) => step.time <= horizon);
  let area = 0;
  let variance = 0;
  let events = 0;
  let until = horizon;
  // From the right, so that `area` is what lies beyond each step when its share of the variance is added.
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    const step = at(steps, i);
    area += step.survival * (until - step.time);
    until = step.time;
    events += step.events;
    const survivors = step.atRisk - step.events;
    if (survivors > 0) variance += (area * area * step.events) / (step.atRisk * survivors);
  }
  return { area: area + until, variance, events };
}
