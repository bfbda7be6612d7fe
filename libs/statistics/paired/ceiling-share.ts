import { faultOfValues } from '../numeric/checks.ts';
import { wilson } from '../proportion/wilson.ts';
import { cannot, type Answer, type Estimate } from '../result.ts';

/**
 * Share of scores at the maximum, where a test can no longer show a gain, with the Wilson interval.
 * Source: Terwee et al. 2007, J. Clin. Epidemiol. 60:34 (over 15% is taken for a ceiling effect); interval as `wilson`.
 * No unit; scores and maximum in the same unit, compared exactly. Assumes independent scores.
 * Cannot: `empty`, `not-a-number`, `out-of-range` (a score above the maximum, level).
 */
export function ceilingShare(scores: readonly number[], maximum: number, level = 0.95): Answer<Estimate> {
  const fault = faultOfValues(scores) ?? faultOfValues([maximum]);
  if (fault) return fault;
  if (scores.some((score) => score > maximum)) {
    return cannot('out-of-range', `A score is above the maximum of ${maximum}.`);
  }
  return wilson(scores.filter((score) => score === maximum).length, scores.length, level);
}
