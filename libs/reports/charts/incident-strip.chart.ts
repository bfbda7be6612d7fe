import type { ReportFormat } from '../format/report-format.ts';
import { clipped } from '../narrative/words.ts';
import type { Incidents, SurvivalCurve } from '../snapshot/incidents.schema.ts';
import { logDurationTicks } from './axis-ticks.ts';
import { medianOf } from './survival.chart.ts';
import type { Chart, ChartRow } from './chart.ts';

const windows = [
  { key: 'baseline', curve: 'baseline', name: 'baseline' },
  { key: 'now', curve: 'now', name: 'now' },
  { key: 'drill', curve: 'drills', name: 'drills' },
] as const;

/** Every incident on a logarithmic time axis, a row per window. Null when there is none. */
export function incidentStripChart(
  incidents: Incidents,
  format: ReportFormat,
  size: { width: number; height: number },
): Chart | null {
  const { log } = incidents;
  if (log.length === 0) return null;
  const seconds = log.map((incident) => atLeastOne(incident.seconds));
  const low = Math.min(...seconds) / 1.4;
  const high = Math.max(...seconds) * 1.4;
  const groups = windows.flatMap((window) => {
    const rows = log.filter((incident) => incident.window === window.key);
    return rows.length === 0
      ? []
      : [{ ...window, rows, group: `${window.name} (n = ${format.count(rows.length)})` }];
  });
  const longest = log.toSorted((a, b) => b.seconds - a.seconds).at(0);
  return {
    spec: 'strip',
    title:
      longest === undefined
        ? 'Every incident by its time to mitigate'
        : `The longest, ${clipped(longest.incident, 40)}, ${longest.open ? 'has been open' : 'took'} ${format.duration(longest.seconds)}`,
    description: groups
      .map(
        ({ name, rows }) =>
          `${name}: ${format.count(rows.length)} from ${format.duration(Math.min(...rows.map((row) => row.seconds)))} to ${format.duration(Math.max(...rows.map((row) => row.seconds)))}`,
      )
      .join('; ')
      .concat('. Time to mitigate, logarithmic axis.'),
    rows: groups.flatMap(({ group, rows, curve }) => groupRows(group, rows, incidents.survival[curve])),
    params: { low, high, ...logDurationTicks(low, high, format) },
    ...size,
  };
}

function groupRows(group: string, log: Incidents['log'], curve: SurvivalCurve | null): ChartRow[] {
  const points = log.map(({ seconds, open }, index): ChartRow => ({
    group,
    seconds: atLeastOne(seconds),
    kind: open ? 'open' : 'incident',
    shift: spread(index),
  }));
  const median = curve === null ? null : medianOf(curve);
  return median === null
    ? points
    : points.concat({ group, seconds: atLeastOne(median), kind: 'median', shift: 0 });
}

/** The logarithmic axis begins at one second. */
function atLeastOne(seconds: number): number {
  return Math.max(1, seconds);
}

/** A fixed scatter across the row, the same in every rendering, so that equal times do not hide each other. */
function spread(index: number): number {
  return [0, 0.34, -0.34, 0.17, -0.17][index % 5] ?? 0;
}
