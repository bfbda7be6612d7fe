import { answer, type Answer } from '../result.ts';
import { determinedUntil, kaplanMeier } from './kaplan-meier.ts';
import { faultOfObservations, type Observation } from './observation.ts';

/** The same factor's cases in two arms: an incident severity now and before. */
export interface Stratum {
  readonly a: readonly Observation[];
  readonly b: readonly Observation[];
}

/**
 * The longest τ at which the curves of both arms, and of each stratum in them, are determined: the smaller of the two arms'
 * last times (the default of survRM2, Uno et al. 2014, J. Clin. Oncol. 32:2380), shortened to the last time of any stratum's
 * arm that ends censored. It comes from the data: name a τ in advance where one is known.
 * In the unit of the times. Assumes nothing more than `kaplanMeier`.
 * Cannot: `empty` (an arm without cases), `all-censored` (an arm without events), `not-a-number`, `out-of-range`.
 */
export function commonHorizon(strata: readonly Stratum[]): Answer<{ horizon: number }> {
  let horizon = Number.POSITIVE_INFINITY;
  for (const arm of ['a', 'b'] as const) {
    const pooled = strata.flatMap((stratum) => stratum[arm]);
    const curve = kaplanMeier(pooled);
    if (!curve.ok) return curve;
    const last = pooled.reduce((latest, { time }) => Math.max(latest, time), 0);
    const determined = strata.map((stratum) => determinedTime(stratum[arm]));
    horizon = Math.min(horizon, last, ...determined);
  }
  return answer({ horizon });
}

function determinedTime(observations: readonly Observation[]): number {
  if (faultOfObservations(observations)) return Number.POSITIVE_INFINITY;
  const curve = kaplanMeier(observations);
  if (curve.ok) return determinedUntil(curve);
  return observations.reduce((latest, { time }) => Math.max(latest, time), 0);
}
