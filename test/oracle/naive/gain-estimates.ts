import {
  fiellerRatio,
  hakeGain,
  hedgesDav,
  hedgesGz,
  pairedMeanDifference,
  pairedRatioOfMeans,
  relativeChange,
} from '#statistics';
import { detailOf, endsOf } from './estimates.ts';
import type { Ends } from './figure.ts';

interface GainEstimates {
  readonly interval: Ends;
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
  const gain = relativeChange(pairedRatioOfMeans(pre, post, { seed, method: 'expanded percentile' }));
  const estimates = {
    interval: gain.ok ? endsOf(gain.interval) : null,
    effects:
      pre.length === 0
        ? {}
        : {
            points: detailOf(pairedMeanDifference(pre, post)),
            hake: detailOf(hakeGain(pre, post, 100, { seed })),
            hedgesGz: detailOf(hedgesGz(pre, post)),
            hedgesDav: detailOf(hedgesDav(pre, post)),
            fieller: detailOf(relativeChange(fiellerRatio(pre, post))),
          },
  };
  drawn.set(key, estimates);
  return estimates;
}
