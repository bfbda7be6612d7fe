import { criteriaChart } from '../charts/pairs.chart.ts';
import { repeatabilityChart } from '../charts/repeatability.chart.ts';
import type { ReportFormat } from '../format/report-format.ts';
import { ALPHA_MINIMUM, promptSentence } from '../narrative/work-sentences.ts';
import { clipped } from '../narrative/words.ts';
import type { Prompts } from '../snapshot/prompts.schema.ts';
import { kpiOf, type ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import type { ChartBook } from './chart-book.ts';
import { captionOfNames, nameCell } from './names.view.ts';
import { FULL, HALF, roleView, type Evidence, type RoleView } from './role.view.ts';
import { tableView, type TableView } from './table.view.ts';

export interface EngineeringManagerView extends RoleView {
  repeatability: Evidence;
  criteria: Evidence;
  pass: TableView;
  agreement: TableView;
  reviewers: TableView;
  worst: TableView;
  reuse: string | null;
}

export function engineeringManagerView(
  snapshot: ReportSnapshot,
  format: ReportFormat,
  book: ChartBook,
): EngineeringManagerView {
  const kpi = kpiOf(snapshot, 'prompt-consistency');
  const { prompts } = snapshot;
  return {
    ...roleView(snapshot, 'prompt-consistency', promptSentence(kpi, prompts, format), format, book),
    repeatability: {
      figure: book.figure(
        repeatabilityChart(prompts, format, { width: FULL, height: 150 }),
        `Spread of one prompt version\u2019s repeated runs on one test item, in score points (n = ${format.count(prompts.repeatability.reduce((sum, { runs }) => sum + runs, 0))} runs); hollow: baseline, line: its centre, dashed: its limits.`,
      ),
      absent: 'Repeatability: no prompt has been reviewed repeatedly yet.',
    },
    criteria: {
      figure: book.figure(
        criteriaChart(prompts, format, HALF),
        'Mean score 1 to 5; hollow: baseline, filled: now; n in prompts.',
      ),
      absent: 'Criteria: no review yet.',
    },
    pass: passTable(prompts, format),
    agreement: agreementTable(prompts, format),
    reviewers: reviewersTable(prompts, format),
    worst: worstTable(prompts, format),
    reuse:
      prompts.reuse === null
        ? null
        : `${format.count(prompts.reuse.reused)} of ${format.count(prompts.reuse.prompts)} prompts in the library are used by more than one team.`,
  };
}

function passTable({ passHatK }: Prompts, format: ReportFormat): TableView {
  const share = (value: number | null): string => (value === null ? '\u2013' : format.percent(value));
  const k = passHatK?.safety.k ?? 0;
  return tableView({
    caption:
      passHatK === null ? 'Passing every time' : `Passing ${format.count(k)} of ${format.count(k)} runs`,
    empty: 'Too few runs of one item to say.',
    rows:
      passHatK === null
        ? []
        : [
            { name: 'safety', ...passHatK.safety },
            { name: 'format', ...passHatK.format },
          ],
    columns: [
      { title: 'Criterion', cell: ({ name }) => name },
      { title: 'Baseline', kind: 'number', cell: ({ baseline }) => share(baseline) },
      { title: 'Now', kind: 'number', strong: () => true, cell: ({ now }) => share(now) },
      { title: 'n', kind: 'number', cell: ({ n }) => format.count(n) },
    ],
  });
}

function agreementTable({ agreement }: Prompts, format: ReportFormat): TableView {
  return tableView({
    caption: `Reviewer agreement: alpha, ${format.decimal(ALPHA_MINIMUM, 3)} needed`,
    empty: 'No calibration item has been reviewed yet.',
    rows: agreement,
    columns: [
      { title: 'Criterion', cell: ({ criterion }) => criterion },
      {
        title: 'Alpha',
        kind: 'number',
        strong: ({ alpha }) => alpha !== null && alpha < ALPHA_MINIMUM,
        cell: ({ alpha }) =>
          alpha === null
            ? 'cannot say'
            : format.signedDecimal(Math.floor(alpha * 100) / 100, 2).replace('+', ''),
      },
      {
        title: 'Agree',
        cell: ({ alpha }) => (alpha === null ? '\u2013' : alpha >= ALPHA_MINIMUM ? 'enough' : 'not yet'),
      },
      { title: 'Items', kind: 'number', cell: ({ items }) => format.count(items) },
    ],
  });
}

function reviewersTable({ reviewers }: Prompts, format: ReportFormat): TableView {
  return tableView({
    caption: 'Reviewer severity, score points from the mean',
    empty:
      reviewers === null
        ? 'Reviewers are shown to keys with the scope people.'
        : 'No calibration item has been reviewed yet.',
    rows: (reviewers ?? []).toSorted((a, b) => a.severity - b.severity).slice(0, 10),
    columns: [
      { title: 'Reviewer', cell: ({ reviewer }) => clipped(reviewer, 36) },
      {
        title: 'Severity',
        kind: 'number',
        strong: () => true,
        cell: ({ severity }) => format.signedDecimal(severity, 2),
      },
      {
        title: '',
        cell: ({ severity }) =>
          severity <= -0.3 ? 'stricter' : severity >= 0.3 ? 'milder' : 'near the mean',
      },
      { title: 'Items', kind: 'number', cell: ({ n }) => format.count(n) },
    ],
  });
}

function worstTable({ worst }: Prompts, format: ReportFormat): TableView {
  return tableView({
    caption: captionOfNames(
      'The versions to look at first: lowest mean score',
      worst.map(({ owner }) => owner),
    ),
    empty: 'No version has enough runs to rank.',
    rows: worst,
    columns: [
      { title: 'Prompt', cell: ({ prompt }) => clipped(prompt, 48) },
      { title: 'Version', cell: ({ version }) => clipped(version, 16) },
      { title: 'Owner', cell: ({ owner }) => nameCell(owner, 36) },
      { title: 'Mean', kind: 'number', strong: () => true, cell: ({ mean }) => format.decimal(mean, 1) },
      { title: 'Spread', kind: 'number', cell: ({ spread }) => format.decimal(spread, 2) },
      { title: 'Runs', kind: 'number', cell: ({ runs }) => format.count(runs) },
    ],
  });
}
