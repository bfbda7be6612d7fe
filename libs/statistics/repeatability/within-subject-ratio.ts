import { faultOfValues } from '../numeric/checks.ts';
import type { BootstrapEstimate, BootstrapOptions } from '../random/bootstrap.ts';
import { bootstrapSums } from '../random/bootstrap-sums.ts';
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
    .map(({ baseline, now }) => [...partsOf(baseline), ...partsOf(now)])
    .filter(([, freedomBefore = 0, , freedomAfter = 0]) => freedomBefore + freedomAfter > 0);
  return bootstrapSums(
    parts,
    ([squaresBefore = 0, freedomBefore = 0, squaresAfter = 0, freedomAfter = 0]) =>
      Math.sqrt(squaresAfter / freedomAfter / (squaresBefore / freedomBefore)),
    options,
  );
}

function partsOf(groups: readonly (readonly number[])[]): [number, number] {
  const { sumOfSquares, degreesOfFreedom } = withinGroups(groups);
  return [sumOfSquares, degreesOfFreedom];
}
