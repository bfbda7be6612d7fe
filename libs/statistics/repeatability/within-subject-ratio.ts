import { at } from '../numeric/at.ts';
import { faultOfValues } from '../numeric/checks.ts';
import { bootstrap, type BootstrapEstimate, type BootstrapOptions } from '../random/bootstrap.ts';
import { cannot, type Answer } from '../result.ts';
import { withinGroups, withinSubjectVariance } from './within-subject.ts';

/** The runs of one prompt, then and now: each group holds the runs of one version on one test item. */
export interface RepeatedCluster {
  readonly baseline: readonly (readonly number[])[];
  readonly now: readonly (readonly number[])[];
}

/**
 * S_w now / S_w baseline, clusters (prompts) resampled whole. No unit; below 1 is steadier, `reduction` gives 1 - ratio.
 * `n` counts the clusters that have repeats in either period. Source: S_w as `withinSubjectVariance`, interval as
 * `bootstrapClustered`. Assumes independent prompts; too narrow for few of them.
 * Cannot: as both; `zero-denominator` when the baseline's runs never differ, `unstable` when so few do that resamples often lack one.
 */
export function withinSubjectRatio(
  clusters: readonly RepeatedCluster[],
  options: BootstrapOptions,
): Answer<BootstrapEstimate> {
  if (clusters.length === 0) return cannot('empty', 'There are no clusters.');
  const fault = faultOfValues(clusters.flatMap(({ baseline, now }) => [...baseline.flat(), ...now.flat()]));
  if (fault) return fault;
  const before = withinSubjectVariance(clusters.flatMap(({ baseline }) => baseline));
  const after = withinSubjectVariance(clusters.flatMap(({ now }) => now));
  if (!before.ok) return before;
  if (!after.ok) return after;
  if (before.variance === 0) return cannot('zero-denominator', 'The runs of the baseline never differ.');

  const parts = clusters
    .map(({ baseline, now }) => ({ before: withinGroups(baseline), after: withinGroups(now) }))
    .filter(({ before, after }) => before.degreesOfFreedom + after.degreesOfFreedom > 0);
  return bootstrap(
    parts.length,
    (drawn) => {
      let [squaresBefore, freedomBefore, squaresAfter, freedomAfter] = [0, 0, 0, 0];
      for (let i = 0; i < drawn.length; i += 1) {
        const part = at(parts, at(drawn, i));
        squaresBefore += part.before.sumOfSquares;
        freedomBefore += part.before.degreesOfFreedom;
        squaresAfter += part.after.sumOfSquares;
        freedomAfter += part.after.degreesOfFreedom;
      }
      return Math.sqrt(squaresAfter / freedomAfter / (squaresBefore / freedomBefore));
    },
    options,
  );
}
