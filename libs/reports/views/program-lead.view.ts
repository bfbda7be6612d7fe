import { z } from 'zod';
import { gainChart, gainGroups, hiddenGroupsText } from '../charts/gain.chart.ts';
import type { ReportFormat } from '../format/report-format.ts';
import { basisText, intervalText, valueText } from '../narrative/kpi-figures.ts';
import { gainSentence } from '../narrative/learning-sentences.ts';
import { clipped } from '../narrative/words.ts';
import type { KpiRow, KpiView } from '../snapshot/kpi-view.ts';
import type { Learning } from '../snapshot/learning.schema.ts';
import { kpiOf, type ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import type { ChartBook } from './chart-book.ts';
import { certificatesTable } from './learning-development.view.ts';
import { HALF, roleView, type Evidence, type RoleView } from './role.view.ts';
import { tableView, type TableView } from './table.view.ts';

export interface HeatMapView {
  caption: string;
  roles: string[];
  rows: { skill: string; cells: { text: string; shade: string; below: boolean }[] }[];
}

export interface ProgramLeadView extends RoleView {
  byTrack: Evidence;
  byRole: Evidence;
  effects: { term: string; text: string }[];
  matching: { term: string; text: string }[];
  tracks: TableView;
  heatMap: HeatMapView | null;
  certificates: TableView | null;
  feedback: string | null;
}

const count = z.number().int().min(0);
/** The part of the KPI's details that is printed; what is not there is left out. */
const detailsSchema = z.object({
  points: z.number().nullish().catch(null),
  hake: z.number().nullish().catch(null),
  hedgesGz: z.number().nullish().catch(null),
  hedgesDav: z.number().nullish().catch(null),
  preOnly: z.object({ n: count, meanPre: z.number().nullish() }).nullish().catch(null),
  postOnly: z.object({ n: count }).nullish().catch(null),
  ceilingShare: z.number().nullish().catch(null),
  forms: z.array(z.string()).nullish().catch(null),
  selectedForLowScores: z.boolean().nullish().catch(null),
});

export function programLeadView(
  snapshot: ReportSnapshot,
  format: ReportFormat,
  book: ChartBook,
): ProgramLeadView {
  const kpi = kpiOf(snapshot, 'skills-gain');
  const tracks = snapshot.byTrack['skills-gain'] ?? [];
  const size = { width: HALF, height: 170 };
  const note = 'Mean score before and after, percent of maximum; matched learners only.';
  return {
    ...roleView(snapshot, 'skills-gain', gainSentence(kpi, format), format, book),
    byTrack: {
      figure: book.figure(
        gainChart(gainGroups(tracks, 4), format, size),
        `${note}${hiddenGroupsText(tracks)}`,
      ),
      absent: 'By track: no track has enough learners with both scores.',
    },
    byRole: {
      figure: book.figure(
        gainChart(gainGroups(kpi.breakdown, 4), format, size),
        `${note}${hiddenGroupsText(kpi.breakdown)}`,
      ),
      absent: 'By role: no role has enough learners with both scores.',
    },
    ...gainDetails(kpi, format),
    tracks: groupTable(
      [
        ...tracks.map((row) => ({ ...row, by: 'track' })),
        ...kpi.breakdown.map((row) => ({ ...row, by: 'role' })),
      ],
      format,
    ),
    heatMap: heatMap(snapshot.learning),
    certificates: certificatesTable(snapshot.learning, format),
    feedback: feedbackSentence(snapshot.learning, format),
  };
}

function gainDetails(kpi: KpiView, format: ReportFormat): Pick<ProgramLeadView, 'effects' | 'matching'> {
  const details = kpi.suppressed ? {} : detailsSchema.parse(kpi.details);
  const term = (name: string, value: number | null | undefined, print: (value: number) => string) =>
    value === null || value === undefined ? [] : [{ term: name, text: print(value) }];
  return {
    effects: [
      ...term('Points', details.points, (value) => `${format.signedDecimal(value, 1)} of 100`),
      ...term('Share of the possible gain (Hake)', details.hake, (value) => format.percent(value)),
      ...term('Effect within persons (Hedges g_z)', details.hedgesGz, (value) => format.decimal(value, 2)),
      ...term('Effect in standard deviations (Hedges d_av)', details.hedgesDav, (value) =>
        format.decimal(value, 2),
      ),
      ...term('At the highest score after', details.ceilingShare, (value) => format.percent(value)),
    ],
    matching: [
      { term: 'Matched', text: kpi.n === null ? 'not shown' : format.count(kpi.n) },
      { term: 'Unmatched', text: kpi.unmatched === null ? 'not shown' : format.count(kpi.unmatched) },
      ...(details.preOnly === null || details.preOnly === undefined
        ? []
        : [
            {
              term: 'Only before',
              text: `${format.count(details.preOnly.n)}${typeof details.preOnly.meanPre === 'number' ? `, mean ${format.decimal(details.preOnly.meanPre, 0)}` : ''}`,
            },
          ]),
      ...(details.postOnly === null || details.postOnly === undefined
        ? []
        : [{ term: 'Only after', text: format.count(details.postOnly.n) }]),
      ...(details.forms === null || details.forms === undefined || details.forms.length === 0
        ? []
        : [{ term: 'Forms', text: clipped(details.forms.join(', '), 80) }]),
      ...(details.selectedForLowScores === true
        ? [
            {
              term: 'Note',
              text: 'The cohort was picked for low scores: part of the rise is regression to the mean.',
            },
          ]
        : []),
    ],
  };
}

/** Groups listed; the rest are counted in the caption. */
const GROUPS = 14;

function groupTable(rows: readonly (KpiRow & { by: string })[], format: ReportFormat): TableView {
  return tableView({
    caption: `Gain by track and role${rows.length > GROUPS ? ` (the first ${format.count(GROUPS)} of ${format.count(rows.length)})` : ''}`,
    empty: 'No group has learners with both scores.',
    rows: rows.slice(0, GROUPS),
    columns: [
      {
        title: 'Group',
        cell: ({ title, key }) => (key === 'unknown' ? 'Role not recorded' : clipped(title, 48)),
      },
      { title: 'By', cell: ({ by }) => by },
      { title: 'Before', kind: 'number', cell: ({ denominator }) => score(denominator, format) },
      { title: 'After', kind: 'number', cell: ({ numerator }) => score(numerator, format) },
      {
        title: 'Gain',
        kind: 'number',
        strong: () => true,
        cell: (row) => valueText('skills-gain', row, format),
      },
      { title: '95% interval', cell: (row) => intervalText('skills-gain', row, format) || '\u2013' },
      { title: 'Stands on', cell: (row) => basisText('skills-gain', row, format) },
    ],
  });
}

function score(value: number | null, format: ReportFormat): string {
  return value === null ? '\u2013' : format.decimal(value, 0);
}

/** Skills by role, shaded by mean competence; under the role's minimum the cell says so by a mark. */
function heatMap({ skills }: Learning): HeatMapView | null {
  if (skills === null || skills.length === 0) return null;
  const roles = [...new Map(skills.map(({ role, title }) => [role, title]))].slice(0, 6);
  const names = [...new Set(skills.map(({ skill }) => skill))].slice(0, 12);
  return {
    caption: 'Mean competence, 1 to 5, against the role\u2019s minimum',
    roles: roles.map(([, title]) => clipped(title, 32)),
    rows: names.map((skill) => ({
      skill: clipped(skill, 40),
      cells: roles.map(([role]) => {
        const found = skills.find((row) => row.skill === skill && row.role === role);
        if (found === undefined || found.competence === null)
          return {
            text: found?.suppressed === true ? 'not shown' : '\u2013',
            shade: 'shade-0',
            below: false,
          };
        return {
          text: `${found.competence.toFixed(1)}${found.n === null ? '' : ` (${found.n})`}`,
          shade: `shade-${Math.round(found.competence)}`,
          below: found.minimum !== null && found.competence < found.minimum,
        };
      }),
    })),
  };
}

function feedbackSentence({ feedback }: Learning, format: ReportFormat): string | null {
  if (feedback === null) return null;
  const days = feedback.medianDaysToAnswer;
  return `${format.count(feedback.answered)} of ${format.count(feedback.received)} pieces of feedback were answered${days === null ? '' : `, half of them within ${format.decimal(days, 1)} days`}.`;
}
