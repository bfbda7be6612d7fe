import { incidentStripChart } from '../charts/incident-strip.chart.ts';
import { drillChart } from '../charts/pairs.chart.ts';
import { survivalChart } from '../charts/survival.chart.ts';
import type { ReportFormat } from '../format/report-format.ts';
import { incidentSentence } from '../narrative/work-sentences.ts';
import { clipped } from '../narrative/words.ts';
import type { Incident } from '../snapshot/incidents.schema.ts';
import { kpiOf, type ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import type { ChartBook } from './chart-book.ts';
import { FULL, HALF, roleView, type Evidence, type RoleView } from './role.view.ts';
import { tableView, type TableView } from './table.view.ts';

export interface SrePlatformView extends RoleView {
  strip: Evidence;
  survival: Evidence;
  drills: Evidence;
  open: TableView;
  longest: TableView;
  evaluation: string | null;
}

const OPEN = 12;
const DRILLS = 10;

export function srePlatformView(
  snapshot: ReportSnapshot,
  format: ReportFormat,
  book: ChartBook,
): SrePlatformView {
  const kpi = kpiOf(snapshot, 'incident-response');
  const { incidents } = snapshot;
  return {
    ...roleView(snapshot, 'incident-response', incidentSentence(kpi, incidents, format), format, book),
    strip: {
      figure: book.figure(
        incidentStripChart(incidents, format, { width: FULL, height: 140 }),
        'Every incident by its time to mitigate; triangle: still open, at its age now; upright stroke: Kaplan-Meier median.',
      ),
      absent: 'Incidents: none detected yet.',
    },
    survival: {
      figure: book.figure(
        survivalChart(kpi, incidents, format, { width: HALF, height: 170 }),
        'Share not yet mitigated by time since detection (Kaplan-Meier); small strokes: still open.',
      ),
      absent: 'Time to mitigate: no incident detected yet.',
    },
    drills: {
      figure: book.figure(
        drillChart({ ...incidents, drillPairs: incidents.drillPairs.slice(0, DRILLS) }, format, HALF),
        'Time to mitigate per team; hollow: first drill, filled: latest.',
      ),
      absent: 'Drills: no team has drilled twice yet.',
    },
    open: incidentTable(
      incidents.open.length > OPEN
        ? `Open incidents (the first ${format.count(OPEN)} of ${format.count(incidents.open.length)})`
        : 'Open incidents',
      'No incident is open.',
      incidents.open.slice(0, OPEN),
      format,
      'Open for',
    ),
    longest: incidentTable(
      'Longest in the period',
      'No incident in the period.',
      incidents.longest,
      format,
      'Time',
    ),
    evaluation:
      incidents.evaluation === null
        ? null
        : `${format.count(incidents.evaluation.evaluated)} of ${format.count(incidents.evaluation.releases)} model releases were evaluated before they went out.`,
  };
}

function incidentTable(
  caption: string,
  empty: string,
  rows: readonly Incident[],
  format: ReportFormat,
  timeTitle: string,
): TableView {
  return tableView({
    caption,
    empty,
    rows,
    columns: [
      { title: 'Incident', cell: ({ incident }) => clipped(incident, 28) },
      { title: 'Severity', cell: ({ severity }) => clipped(severity, 14) },
      { title: 'Team', cell: ({ team }) => clipped(team ?? '\u2013', 22) },
      { title: 'Detected', cell: ({ detectedAt }) => format.day(detectedAt) },
      {
        title: timeTitle,
        kind: 'number',
        strong: () => true,
        cell: ({ seconds, open }) =>
          open && timeTitle === 'Time' ? `${format.duration(seconds)}, open` : format.duration(seconds),
      },
    ],
  });
}
