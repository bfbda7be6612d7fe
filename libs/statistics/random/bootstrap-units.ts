import { at } from '../numeric/at.ts';
import { faultOfPairs, faultOfValues } from '../numeric/checks.ts';
import type { Answer } from '../result.ts';
import { bootstrap, type BootstrapEstimate, type BootstrapOptions } from './bootstrap.ts';

/**
 * Bootstrap of a statistic of single values, each resampled on its own. See `bootstrap` for source, assumptions and faults;
 * also `not-a-number`. The statistic gets an array that is used again: do not keep it.
 */
export function bootstrapValues(
  values: readonly number[],
  statistic: (sample: Float64Array) => number,
  options: BootstrapOptions,
): Answer<BootstrapEstimate> {
  const fault = faultOfValues(values, 2);
  if (fault) return fault;
  const sample = gathering(values);
  return bootstrap(values.length, (drawn) => statistic(sample(drawn)), options);
}

/** Bootstrap of pairs: a unit keeps both of its values. Also cannot: `unequal-lengths`. */
export function bootstrapPaired(
  first: readonly number[],
  second: readonly number[],
  statistic: (first: Float64Array, second: Float64Array) => number,
  options: BootstrapOptions,
): Answer<BootstrapEstimate> {
  const fault = faultOfPairs(first, second);
  if (fault) return fault;
  const [sampleFirst, sampleSecond] = [gathering(first), gathering(second)];
  return bootstrap(first.length, (drawn) => statistic(sampleFirst(drawn), sampleSecond(drawn)), options);
}

/**
 * Bootstrap of whole clusters (a learner with all scores, a prompt with all runs): what is inside stays together.
 * Source: Davison & Hinkley 1997, Bootstrap Methods, 3.8, strategy 1. `n` counts the clusters. Finite contents are the caller's.
 */
export function bootstrapClustered<Cluster>(
  clusters: readonly Cluster[],
  statistic: (drawn: readonly Cluster[]) => number,
  options: BootstrapOptions,
): Answer<BootstrapEstimate> {
  return bootstrap(
    clusters.length,
    (drawn) => statistic(Array.from(drawn, (index) => at(clusters, index))),
    options,
  );
}

function gathering(values: readonly number[]): (drawn: Uint32Array) => Float64Array {
  const source = Float64Array.from(values);
  const whole = new Float64Array(values.length);
  return (drawn) => {
    const sample = drawn.length === whole.length ? whole : new Float64Array(drawn.length);
    for (let i = 0; i < drawn.length; i += 1) sample[i] = at(source, at(drawn, i));
    return sample;
  };
}
