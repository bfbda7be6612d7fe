import { directionStatus } from '../status/direction-status.ts';
import type { Verdict } from '../status/verdict.ts';
import type { SpeedComparison } from './comparison.ts';
import type { Series } from './series.ts';

export interface IncidentCase {
  readonly now: Series;
  /** null: the program names no baseline period */
  readonly before: Series | null;
  readonly comparison: SpeedComparison | null;
  readonly minimumMitigated: number;
  /** the program file asks for an improvement */
  readonly directed: boolean;
  readonly closed: boolean;
}

/**
 * By the interval of the stratified difference in restricted means alone. Quiet weeks are no lack of data: incidents arrive
 * when they happen, so silence does not make this KPI stale.
 */
export function incidentStatus(judged: IncidentCase): Verdict {
  const { now, before, comparison, minimumMitigated } = judged;
  const obstacles: string[] = [];
  if (!judged.directed) obstacles.push('The program file names no target for this KPI.');
  if (before === null) obstacles.push('The program file names no baseline period.');
  obstacles.push(...tooFew('the current period', now, minimumMitigated));
  if (before !== null) obstacles.push(...tooFew('the baseline period', before, minimumMitigated));
  if (obstacles.length === 0 && comparison?.interval === null)
    obstacles.push(`The two periods cannot be compared: ${comparison.reason ?? 'no common horizon'}`);
  return directionStatus({
    change: comparison?.interval ?? null,
    better: 'below',
    estimate: comparison?.estimate ?? null,
    closed: judged.closed,
    obstacles,
  });
}

function tooFew(period: string, series: Series, minimum: number): string[] {
  const mitigated = series.observations.filter(({ event }) => event).length;
  return mitigated < minimum
    ? [`Only ${mitigated} incidents of ${period} were mitigated; at least ${minimum} are needed.`]
    : [];
}
