import {
  davDistributionFree,
  fiellerRatio,
  gzDistributionFree,
  hakeGain,
  hedgesDav,
  hedgesGz,
  pairedMeanDifference,
  pairedRatioOfMeans,
  relativeChange,
  type Answer,
  type Estimate,
} from '#statistics';
import { detailOf, endsOf } from './estimates.ts';
import { average, type Ends } from './figure.ts';

interface GainEstimates {
  readonly interval: Ends;
  /** why there is none */
  readonly noInterval: string | null;
  readonly effects: Readonly<Record<string, unknown>>;
}

/** A bootstrap of the same scores is drawn once: one history asks for it many times. */
const drawn = new Map<string, GainEstimates>();

/**
 * "Interval by seeded paired bootstrap (Fieller as a check). Beside it: points, Hake's normalised gain of the group means,
 * Hedges' g_z and d_av."
 */
export function gainEstimates(pre: readonly number[], post: readonly number[], seed: string): GainEstimates {
  const key = JSON.stringify([pre, post, seed]);
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const gain = relativeChange(pairedRatioOfMeans(pre, post, { seed, method: 'symmetric t' }));
  const estimates = {
    interval: gain.ok ? endsOf(gain.interval) : null,
    noInterval: gain.ok ? null : gain.reason,
    effects:
      pre.length === 0
        ? {}
        : {
            points: detailOf(pairedMeanDifference(pre, post)),
            hake: hakeOf(pre, post, seed),
            hedgesGz: besideFree(hedgesGz(pre, post), gzDistributionFree(pre, post)),
            hedgesDav: besideFree(hedgesDav(pre, post), davDistributionFree(pre, post)),
            fieller: detailOf(relativeChange(fiellerRatio(pre, post))),
          },
  };
  drawn.set(key, estimates);
  return estimates;
}

/** "Hake's normalised gain of the group means": told without an interval too, with the reason. */
function hakeOf(pre: readonly number[], post: readonly number[], seed: string) {
  const gain = hakeGain(pre, post, 100, { seed, method: 'symmetric t' });
  if (gain.ok) return detailOf(gain);
  const [before, after] = [average(pre), average(post)];
  const value = before === null || after === null || before >= 100 ? null : (after - before) / (100 - before);
  return { value, interval: null, reason: gain.reason, n: pre.length };
}

/** A standardised difference, and beside it the interval that assumes no normal scores. */
function besideFree(usual: Answer<Estimate>, free: Answer<Estimate>) {
  if (!usual.ok) return detailOf(usual);
  const distributionFree = free.ok
    ? { interval: { ...free.interval }, reason: null }
    : { interval: null, reason: free.reason };
  return { ...detailOf(usual), distributionFree };
}
