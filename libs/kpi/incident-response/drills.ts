import type { Instant } from '#platform';
import { resampledMeanDifference } from '#statistics';
import { mean } from '../estimates/mean.ts';
import { timesToEvent } from '../estimates/times-to-event.ts';
import type { Details } from '../kpi.schema.ts';
import type { Span } from '../figure.ts';
import type { Incident } from './incident.ts';
import { seriesOf, type Series } from './series.ts';

/** Drills are a series of their own: medians, and the teams that drilled in both periods compared with themselves. */
export function drillSeries(
  drills: readonly Incident[],
  settings: { readonly baseline: Span | null; readonly current: Span },
  asOf: Instant,
): Details {
  const now = seriesOf(drills, settings.current, asOf);
  const before = settings.baseline === null ? null : seriesOf(drills, settings.baseline, asOf);
  return {
    n: now.incidents.length,
    median: timesToEvent(now.observations).median,
    baseline:
      before === null
        ? null
        : { n: before.incidents.length, median: timesToEvent(before.observations).median },
    byTeam: before === null ? null : pairedByTeam(now, before),
  };
}

function pairedByTeam(now: Series, before: Series): Details {
  const [later, earlier] = [meanByTeam(now), meanByTeam(before)];
  const teams = [...later.keys()].filter((team) => earlier.has(team)).sort();
  const pairs = teams.map((team) => [earlier.get(team) ?? 0, later.get(team) ?? 0] as const);
  const difference = mean(pairs.map(([first, second]) => second - first));
  // Durations are skewed, and Student's interval of few skewed differences is too narrow.
  const resampled = resampledMeanDifference(
    pairs.map(([first]) => first),
    pairs.map(([, second]) => second),
    { seed: 'drills by team' },
  );
  return {
    teams,
    difference: resampled.ok
      ? { value: difference, interval: { ...resampled.interval }, n: resampled.n }
      : { value: difference, interval: null, reason: resampled.reason, n: teams.length },
  };
}

/** Mean seconds to mitigate per team, of drills that were mitigated. */
function meanByTeam(series: Series): Map<string, number> {
  const times = new Map<string, number[]>();
  series.incidents.forEach((incident, index) => {
    const observation = series.observations[index];
    const team = incident.opened?.team ?? '';
    if (observation?.event !== true || team === '') return;
    times.set(team, [...(times.get(team) ?? []), observation.time]);
  });
  const means = new Map<string, number>();
  for (const [team, own] of times) {
    const average = mean(own);
    if (average !== null) means.set(team, average);
  }
  return means;
}
