import chisquareQuantile from '@stdlib/stats-base-dists-chisquare-quantile';
import { poissonMeanAt } from '../distribution/poisson-mean.ts';
import { faultOfLevel } from '../numeric/checks.ts';
import { answer, cannot, type Answer, type Estimate } from '../result.ts';

/**
 * Events per unit of exposure with the exact interval; `n` is the number of events.
 * Source: Garwood 1936, Biometrika 28:437: χ² quantiles with 2k and 2k + 2 degrees of freedom.
 * Assumes independent events at a constant rate. Unit: one over the unit of the exposure.
 * Cannot: `empty` (no exposure), `out-of-range` (events not a whole number from 0, exposure below 0, level), `not-a-number`, `overflow`.
 */
export function poissonRate(events: number, exposure = 1, level = 0.95): Answer<Estimate> {
  const fault = faultOfLevel(level);
  if (fault) return fault;
  if (Number.isNaN(events) || !Number.isFinite(exposure)) {
    return cannot('not-a-number', 'The number of events and the exposure must be finite numbers.');
  }
  if (!Number.isSafeInteger(events) || events < 0 || exposure < 0) {
    return cannot('out-of-range', 'Events are a whole number and the exposure a length, zero or more.');
  }
  if (exposure === 0) return cannot('empty', 'There is no exposure to count events over.');
  const tail = (1 - level) / 2;
  const low = events === 0 ? 0 : chisquareQuantile(tail, 2 * events) / 2 / exposure;
  const high = poissonMeanAt(events, tail) / exposure;
  return answer({
    estimate: events / exposure,
    interval: { low, high, level, method: 'Garwood exact Poisson' },
    n: events,
  });
}
