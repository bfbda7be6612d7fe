import type { KpiId } from '#kpi';
import type { ReportFormat } from '../format/report-format.ts';
import { basisText, intervalText, kpiNames, printed, valueText } from '../narrative/kpi-figures.ts';
import { reasonWords } from '../narrative/reason-words.ts';
import { capitalised, clipped, NOT_SHOWN } from '../narrative/words.ts';
import type { KpiRow, KpiView } from '../snapshot/kpi-view.ts';
import type { ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import { tableView, type TableView } from './table.view.ts';

export interface AnnexView {
  figures: TableView;
  groups: TableView | null;
  restatements: TableView;
  definitions: { term: string; text: string }[];
  glossary: { term: string; text: string }[];
}

const definitions: Record<KpiId, string> = {
  'training-completion':
    'Learners who met every module required of their role by the end of their own day 90, divided by all enrolled less approved exclusions. People who withdrew stay in the denominator.',
  'skills-gain':
    'Mean score after divided by mean score before, less one, over learners with both scores on the same or an equivalent form. Scores are percent of the form\u2019s maximum.',
  'prompt-consistency':
    'How much less the scores of repeated runs of one prompt version on one test item spread now than in the baseline. Improved also needs safety and format to hold and reviewers to agree.',
  'incident-response':
    'Median time from detection to mitigation of real incidents detected in the window; open ones are counted as still running. Drills are kept apart.',
  'governance-coverage':
    'High-risk use cases in use with an approved review of their current version that is still valid, divided by all high-risk cases in use. An exception is not coverage.',
};

const glossary = [
  {
    term: 'As of, known by',
    text: 'what had happened by the first moment, as far as it had been recorded by the second.',
  },
  {
    term: 'Interval',
    text: 'the range in brackets; ranges made this way hold the underlying value in about 95 of 100 studies.',
  },
  {
    term: 'Reached, not certain',
    text: 'the value is at its target, but the interval still holds values below it.',
  },
  { term: 'Cannot say', text: 'too little or too unsure data for a verdict; the reason stands beside it.' },
  { term: 'Still open', text: 'learners inside their window, or incidents not yet mitigated.' },
  { term: 'Suppressed', text: 'groups so small that a number could be a person.' },
];

export function annexView(
  snapshot: ReportSnapshot,
  kpis: readonly KpiView[],
  format: ReportFormat,
): AnnexView {
  return {
    figures: figuresTable(kpis, format),
    groups: groupsTable(kpis, format),
    restatements: restatementsTable(snapshot, kpis, format),
    definitions: kpis.map((kpi) => ({
      term: `${capitalised(kpiNames[kpi.kpi])} (definition ${kpi.definitionVersion})`,
      text: definitions[kpi.kpi],
    })),
    glossary,
  };
}

function figuresTable(kpis: readonly KpiView[], format: ReportFormat): TableView {
  return tableView({
    caption: 'The numbers behind each KPI',
    empty: 'No KPI.',
    rows: kpis,
    columns: [
      { title: 'KPI', cell: ({ title }) => title },
      { title: 'Value', kind: 'number', strong: () => true, cell: (kpi) => valueText(kpi.kpi, kpi, format) },
      {
        title: '95% interval',
        cell: (kpi) => intervalText(kpi.kpi, kpi, format).replaceAll(' ', '\u00a0') || 'none',
      },
      {
        title: 'Method',
        cell: ({ interval }) => (interval === null ? '\u2013' : capitalised(clipped(interval.method, 60))),
      },
      { title: 'n', kind: 'number', cell: ({ n }) => (n === null ? '\u2013' : format.count(n)) },
      { title: 'Excluded', cell: (kpi) => excludedText(kpi, format) },
      { title: 'Un\u00admatched', kind: 'number', cell: ({ unmatched }) => countText(unmatched, format) },
      { title: 'Open', kind: 'number', cell: ({ censored }) => countText(censored, format) },
      {
        title: 'Window',
        cell: ({ period }) =>
          `${format.day(period.start)} to ${format.day(period.end)}${period.closed ? '' : ' (open)'}`,
      },
    ],
  });
}

/** One row per role, each KPI's value with its interval and what it stands on. */
function groupsTable(kpis: readonly KpiView[], format: ReportFormat): TableView | null {
  const divided = kpis.filter(({ breakdown }) => breakdown.length > 0);
  const roles = [
    ...new Map(divided.flatMap(({ breakdown }) => breakdown.map(({ key, title }) => [key, title] as const))),
  ];
  if (roles.length === 0) return null;
  const rowOf = (kpi: KpiView, role: string): KpiRow | undefined =>
    kpi.breakdown.find(({ key }) => key === role);
  const columns = divided.flatMap((kpi) => [
    {
      title: capitalised(kpiNames[kpi.kpi]),
      kind: 'number' as const,
      strong: () => true,
      cell: ([role]: readonly [string, string]) => {
        const row = rowOf(kpi, role);
        return row === undefined ? '\u2013' : row.suppressed ? NOT_SHOWN : valueText(kpi.kpi, row, format);
      },
    },
    {
      title: '95% interval and basis',
      cell: ([role]: readonly [string, string]) => {
        const row = rowOf(kpi, role);
        if (row === undefined || row.suppressed) return row === undefined ? '' : 'group too small';
        const interval = intervalText(kpi.kpi, row, format);
        return `${interval}${interval === '' ? '' : ', '}${basisText(kpi.kpi, row, format)}`;
      },
    },
  ]);
  return tableView({
    caption: 'By role',
    empty: 'No roles.',
    rows: roles.slice(0, 16),
    columns: [{ title: 'Role', cell: ([, title]) => clipped(title, 60) }, ...columns],
  });
}

function restatementsTable(
  { previous }: ReportSnapshot,
  kpis: readonly KpiView[],
  format: ReportFormat,
): TableView {
  const text = (kpi: KpiId, value: number | null): string =>
    value === null ? 'no value' : printed(kpi, value, format);
  return tableView({
    caption:
      previous === null
        ? 'Restatements'
        : `Restatements since edition ${format.count(previous.edition)}, known by ${format.moment(previous.knownBy)}`,
    empty: 'Nothing printed earlier has changed.',
    rows: (previous?.changes ?? []).filter((change) => kpis.some(({ kpi }) => kpi === change.kpi)),
    columns: [
      { title: 'KPI', cell: ({ kpi }) => capitalised(kpiNames[kpi]).replaceAll(' ', '\u00a0') },
      { title: 'Before', kind: 'number', cell: ({ kpi, before }) => text(kpi, before) },
      { title: 'Now', kind: 'number', strong: () => true, cell: ({ kpi, after }) => text(kpi, after) },
      { title: 'Why', cell: ({ why }) => clipped(why.replaceAll('\u2192', 'to'), 260) },
    ],
  });
}

function excludedText({ excluded, suppressed }: KpiView, format: ReportFormat): string {
  if (suppressed) return NOT_SHOWN;
  const parts = Object.entries(excluded).flatMap(([reason, count]) =>
    count === null || count === 0 ? [] : [`${format.count(count)} ${clipped(reasonWords(reason), 40)}`],
  );
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function countText(count: number | null, format: ReportFormat): string {
  return count === null ? '\u2013' : format.count(count);
}
