import type { Instant } from '#platform';
import { resampledMeanDifference } from '#statistics';
import { average } from './figure.ts';
import { timeOf, type Incident } from './incident.ts';
import { productLimit } from './product-limit.ts';

/** "Drills are their own series, paired by team": teams that drilled in both periods against themselves. */
export function drillsOf(now: readonly Incident[], before: readonly Incident[] | null, asOf: Instant) {
  const median = (drills: readonly Incident[]) =>
    productLimit(drills.flatMap((drill) => timeOf(drill, asOf)))(0.5);
  const told = { n: now.length, median: median(now) };
  if (before === null) return { ...told, baseline: null, byTeam: null };
  const [later, earlier] = [meansByTeam(now, asOf), meansByTeam(before, asOf)];
  const teams = [...later.keys()].filter((team) => earlier.has(team)).toSorted();
  const of = (means: ReadonlyMap<string, number>) => teams.map((team) => means.get(team) ?? 0);
  return {
    ...told,
    baseline: { n: before.length, median: median(before) },
    byTeam: { teams, difference: differenceOf(of(earlier), of(later)) },
  };
}

/** Durations are skewed: the interval is drawn, and where it cannot be the mean stands alone. */
function differenceOf(earlier: readonly number[], later: readonly number[]) {
  const drawn = resampledMeanDifference(earlier, later, { seed: 'drills by team' });
  const value = average(later.map((mean, team) => mean - (earlier[team] ?? 0)));
  return drawn.ok
    ? { value, interval: { ...drawn.interval }, n: drawn.n }
    : { value, interval: null, reason: drawn.reason, n: earlier.length };
}

/** Mean seconds to mitigate of each team, of drills that were. */
function meansByTeam(drills: readonly Incident[], asOf: Instant): Map<string, number> {
  const mitigated = drills.filter(({ opened, mitigated: end }) => opened?.data.team !== undefined && end);
  const teams = Map.groupBy(mitigated, ({ opened }) => opened?.data.team ?? '');
  return new Map(
    [...teams].map(([team, own]) => [
      team,
      average(own.flatMap((drill) => timeOf(drill, asOf).map(({ time }) => time))) ?? 0,
    ]),
  );
}
