import { coverageChart } from '../charts/coverage.chart.ts';
import type { ReportFormat } from '../format/report-format.ts';
import { governanceSentence } from '../narrative/work-sentences.ts';
import { clipped, plural } from '../narrative/words.ts';
import type { Governance } from '../snapshot/governance.schema.ts';
import { kpiOf, type ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import type { ChartBook } from './chart-book.ts';
import { captionOfNames, nameCell } from './names.view.ts';
import { FULL, roleView, type Evidence, type RoleView } from './role.view.ts';
import { tableView, type TableView } from './table.view.ts';

export interface SecurityComplianceView extends RoleView {
  coverage: Evidence;
  uncovered: TableView;
  exceptions: TableView;
  expiry: TableView;
  tierChanges: TableView;
}

/** Rows of the two calendars; cases without a review and exceptions are listed to the last one. */
const ROWS = { expiry: 12, tierChanges: 8 };

export function securityComplianceView(
  snapshot: ReportSnapshot,
  format: ReportFormat,
  book: ChartBook,
): SecurityComplianceView {
  const { governance } = snapshot;
  const kpi = kpiOf(snapshot, 'governance-coverage');
  const overdue = governance.stock.overdue;
  return {
    ...roleView(snapshot, 'governance-coverage', governanceSentence(kpi, governance, format), format, book),
    coverage: {
      figure: book.figure(
        coverageChart(governance, format, { width: FULL, height: 112 }),
        `${format.count(overdue)} overdue; ${format.count(governance.unknownTier)} ${plural(governance.unknownTier, 'case')} of unknown tier counted apart. An exception is not coverage.`,
      ),
      absent: '',
    },
    uncovered: uncoveredTable(governance, format),
    exceptions: exceptionsTable(governance, format),
    expiry: expiryTable(governance, format),
    tierChanges: tierTable(governance, format),
  };
}

function uncoveredTable({ uncovered }: Governance, format: ReportFormat): TableView {
  return tableView({
    caption: captionOfNames(
      countedCaption('High-risk cases in use without a valid review', uncovered.length, format),
      uncovered.map(({ owner }) => owner),
    ),
    empty: 'Every high-risk case in use has a valid review.',
    rows: uncovered.toSorted((a, b) => b.daysUncovered - a.daysUncovered),
    columns: [
      { title: 'Case', cell: ({ useCase, title }) => caseName(useCase, title) },
      { title: 'Owner', cell: ({ owner }) => nameCell(owner, 30) },
      { title: 'First used', cell: ({ firstUsedAt }) => format.day(firstUsedAt) },
      {
        title: 'Days without',
        kind: 'number',
        strong: () => true,
        cell: ({ daysUncovered }) => format.count(daysUncovered),
      },
      { title: 'Due', cell: ({ dueAt }) => (dueAt === null ? 'at first use' : format.day(dueAt)) },
      {
        title: '',
        strong: ({ overdue }) => overdue,
        cell: ({ overdue }) => (overdue ? 'overdue' : 'not yet due'),
      },
    ],
  });
}

function exceptionsTable({ exceptions }: Governance, format: ReportFormat): TableView {
  return tableView({
    caption: captionOfNames(
      countedCaption('Open exceptions', exceptions.length, format),
      exceptions.map(({ approver }) => approver),
    ),
    empty: 'No exception is open.',
    rows: exceptions.toSorted((a, b) => (a.expiresAt < b.expiresAt ? -1 : 1)),
    columns: [
      { title: 'Exception', cell: ({ exception }) => clipped(exception, 20) },
      { title: 'Case', cell: ({ useCase }) => clipped(useCase, 20) },
      { title: 'Approver', cell: ({ approver }) => nameCell(approver, 26) },
      { title: 'Reason', cell: ({ reason }) => clipped(reason, 90) },
      { title: 'Age, days', kind: 'number', cell: ({ ageDays }) => format.count(ageDays) },
      { title: 'Expires', strong: () => true, cell: ({ expiresAt }) => format.day(expiresAt) },
    ],
  });
}

function expiryTable({ expiry }: Governance, format: ReportFormat): TableView {
  return tableView({
    caption: captionOfNames(
      captionOf('Reviews by the day they run out', expiry.length, ROWS.expiry, format),
      expiry.map(({ owner }) => owner),
    ),
    empty: 'No approved review has an end.',
    rows: expiry.slice(0, ROWS.expiry),
    columns: [
      { title: 'Case', cell: ({ useCase, title }) => caseName(useCase, title) },
      { title: 'Owner', cell: ({ owner }) => nameCell(owner, 24) },
      { title: 'Valid until', strong: () => true, cell: ({ validUntil }) => format.day(validUntil) },
    ],
  });
}

function tierTable({ tierChanges }: Governance, format: ReportFormat): TableView {
  return tableView({
    caption: captionOf('Tier changes in the period', tierChanges.length, ROWS.tierChanges, format),
    empty: 'No case changed its tier.',
    rows: tierChanges.slice(0, ROWS.tierChanges),
    columns: [
      { title: 'Case', cell: ({ useCase }) => clipped(useCase, 20) },
      { title: 'Tier', strong: () => true, cell: ({ from, to }) => `${from ?? 'none'} to ${to}` },
      { title: 'On', cell: ({ at }) => format.day(at) },
      { title: 'Reason', cell: ({ reason }) => clipped(reason ?? '\u2013', 60) },
    ],
  });
}

/** The length is said at the head of a list that may run over several pages. */
function countedCaption(caption: string, total: number, format: ReportFormat): string {
  return total === 0 ? caption : `${caption}: ${format.count(total)}`;
}

function captionOf(caption: string, total: number, shown: number, format: ReportFormat): string {
  return total > shown ? `${caption} (the first ${format.count(shown)} of ${format.count(total)})` : caption;
}

function caseName(useCase: string, title: string | null): string {
  return title === null ? clipped(useCase, 40) : `${clipped(useCase, 24)} ${clipped(title, 36)}`;
}
