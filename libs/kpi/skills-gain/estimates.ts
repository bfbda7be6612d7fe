import {
  davDistributionFree,
  fiellerRatio,
  gzDistributionFree,
  hakeGain,
  hakeGainOfMany,
  hedgesDav,
  hedgesGz,
  pairedMeanDifference,
  pairedRatioOfMeans,
  relativeChange,
  type Answer,
  type Estimate,
} from '#statistics';
import { estimateDetail } from '../estimates/estimate-detail.ts';
import { mean } from '../estimates/mean.ts';
import type { Details, Interval } from '../kpi.schema.ts';

/** The headline's interval; null with the reason, as a sentence. */
export interface GainInterval {
  readonly interval: Interval | null;
  readonly reason: string | null;
}

/** From so many learners on, 2,000 resamples are less exact than the normal approximation of the two means. */
const MOST_RESAMPLED = 1000;
const MAXIMUM = 100;

/** The interval of mean(post)/mean(pre) - 1: docs/simulation.md shows that the symmetric t holds its level from 8 learners on. */
export function gainInterval(pre: readonly number[], post: readonly number[], seed: string): GainInterval {
  if (pre.length >= MOST_RESAMPLED) {
    const gain = relativeChange(fiellerRatio(pre, post));
    return gain.ok ? { interval: gain.interval, reason: null } : { interval: null, reason: gain.reason };
  }
  const gain = relativeChange(pairedRatioOfMeans(pre, post, { seed, method: 'symmetric t' }));
  if (!gain.ok) return { interval: null, reason: gain.reason };
  return { interval: { ...gain.interval, method: `paired ${gain.interval.method}` }, reason: null };
}

/**
 * Beside the headline: points, Hake's gain of the group, standardised differences, and Fieller's interval as a check. The
 * standardised differences have a second interval that does not assume normal scores, to be read where scores are skewed.
 */
export function effectSizes(pre: readonly number[], post: readonly number[], seed: string): Details {
  return {
    points: estimateDetail(pairedMeanDifference(pre, post)),
    hake: hakeDetail(pre, post, seed),
    hedgesGz: withDistributionFree(hedgesGz(pre, post), gzDistributionFree(pre, post)),
    hedgesDav: withDistributionFree(hedgesDav(pre, post), davDistributionFree(pre, post)),
    fieller: estimateDetail(relativeChange(fiellerRatio(pre, post))),
  };
}

/** The gain is a fact of the group; where its interval cannot be had, that is said beside it. */
function hakeDetail(pre: readonly number[], post: readonly number[], seed: string): Details {
  const result: Answer<Estimate> =
    pre.length >= MOST_RESAMPLED
      ? hakeGainOfMany(pre, post, MAXIMUM)
      : hakeGain(pre, post, MAXIMUM, { seed, method: 'symmetric t' });
  if (result.ok) return estimateDetail(result);
  const [before, after] = [mean(pre), mean(post)];
  const value =
    before === null || after === null || before >= MAXIMUM ? null : (after - before) / (MAXIMUM - before);
  return { value, interval: null, reason: result.reason, n: pre.length };
}

function withDistributionFree(usual: Answer<Estimate>, free: Answer<Estimate>): Details {
  if (!usual.ok) return estimateDetail(usual);
  const { interval, reason } = free.ok
    ? { interval: { ...free.interval }, reason: null }
    : { interval: null, reason: free.reason };
  return { ...estimateDetail(usual), distributionFree: { interval, reason } };
}
