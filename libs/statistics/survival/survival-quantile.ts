import { answer, cannot, type Answer, type Interval } from '../result.ts';
import { kaplanMeier, type SurvivalCurve, type SurvivalOptions } from './kaplan-meier.ts';
import type { Observation } from './observation.ts';

export interface SurvivalQuantile {
  /** `null`: the curve does not come down that far, so the quantile is not reached. */
  readonly estimate: number | null;
  readonly interval: Interval;
  readonly n: number;
  readonly events: number;
}

/** As R: a survival this close to the level is taken to be on it (products of fractions are not exact). */
const TOLERANCE = Math.sqrt(Number.EPSILON);

/**
 * The time by which a share p has had the event (0.5: the median; 0.9: p90), with the interval of Brookmeyer & Crowley.
 * Source: Brookmeyer & Crowley 1982, Biometrics 38:29: the times whose pointwise interval of S holds 1 - p (on the log-log
 * or log scale by Klein & Moeschberger 2003, 4.5). Where the curve is flat at 1 - p exactly, the middle of the flat piece,
 * as R's survfit. Time in the unit given. An end that the curve of limits does not reach is `null`:
 * later than the follow-up, the lower end too. Assumes what `kaplanMeier` does.
 * Cannot: as `kaplanMeier`; `out-of-range` (p outside 0 to 1, ends excluded).
 */
export function survivalQuantile(
  observations: readonly Observation[],
  p: number,
  options: SurvivalOptions = {},
): Answer<SurvivalQuantile> {
  const curve = kaplanMeier(observations, options);
  return curve.ok ? quantileOfCurve(curve, p) : curve;
}

/** The median, `survivalQuantile` at 0.5. */
export function survivalMedian(
  observations: readonly Observation[],
  options: SurvivalOptions = {},
): Answer<SurvivalQuantile> {
  return survivalQuantile(observations, 0.5, options);
}

/** The same from a curve at hand. */
export function quantileOfCurve(curve: SurvivalCurve, p: number): Answer<SurvivalQuantile> {
  if (!(p > 0 && p < 1)) return cannot('out-of-range', 'A quantile is asked at a share between 0 and 1.');
  const crossing = (value: 'survival' | 'low' | 'high'): number | null => firstAtOrBelow(curve, value, 1 - p);
  return answer({
    estimate: crossing('survival'),
    interval: {
      low: crossing('low'),
      high: crossing('high'),
      level: curve.level,
      method: `Brookmeyer-Crowley, ${curve.scale}`,
    },
    n: curve.n,
    events: curve.events,
  });
}

function firstAtOrBelow(
  curve: SurvivalCurve,
  value: 'survival' | 'low' | 'high',
  level: number,
): number | null {
  let onLevelSince: number | null = null;
  for (const step of curve.steps) {
    const height = step[value];
    if (height === null) continue;
    if (onLevelSince !== null) {
      if (height < level - TOLERANCE) return (onLevelSince + step.time) / 2;
    } else if (Math.abs(height - level) < TOLERANCE) {
      onLevelSince = step.time;
    } else if (height < level) {
      return step.time;
    }
  }
  return onLevelSince;
}
