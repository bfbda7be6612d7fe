import { completionChart } from '../charts/completion.chart.ts';
import { moduleChart } from '../charts/module.chart.ts';
import type { ReportFormat } from '../format/report-format.ts';
import {
  cohortCompletionSentence,
  completionSentence,
  isUnknown,
  moreNeeded,
  unknownRoleSentence,
} from '../narrative/learning-sentences.ts';
import { clipped } from '../narrative/words.ts';
import type { Learning } from '../snapshot/learning.schema.ts';
import { kpiOf, type ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import type { ChartBook } from './chart-book.ts';
import { FULL, HALF, roleView, type Evidence, type RoleView } from './role.view.ts';
import { tableView, type TableView } from './table.view.ts';

export interface LearningDevelopmentView extends RoleView {
  completion: Evidence;
  modules: Evidence;
  roles: string[];
  pace: TableView;
  gates: TableView;
  certificates: TableView | null;
  people: TableView | null;
}

const MODULES = 14;
const PEOPLE = 20;

export function learningDevelopmentView(
  snapshot: ReportSnapshot,
  format: ReportFormat,
  book: ChartBook,
): LearningDevelopmentView {
  const kpi = kpiOf(snapshot, 'training-completion');
  const target = kpi.target?.value ?? null;
  const furthest = kpi.breakdown
    .filter((row) => !row.suppressed && !isUnknown(row))
    .toSorted((a, b) => (moreNeeded(b, target) ?? 0) - (moreNeeded(a, target) ?? 0));
  const worst = furthest.at(0);
  const message =
    worst === undefined || (moreNeeded(worst, target) ?? 0) === 0
      ? cohortCompletionSentence(kpi, format)
      : completionSentence({ ...worst, title: clipped(worst.title, 48) }, target, format);
  const { learning } = snapshot;
  return {
    ...roleView(snapshot, 'training-completion', message, format, book),
    completion: {
      figure: book.figure(
        completionChart(kpi.breakdown.slice(0, 10), target, format, { width: HALF, by: 'role' }),
        `95% Wilson interval${target === null ? '' : `; dashed: target ${format.percent(target)}`}.`,
      ),
      absent: 'Completion by role: no role has learners yet.',
    },
    roles: [
      ...furthest
        .slice(0, 6)
        .map((row) => completionSentence({ ...row, title: clipped(row.title, 48) }, target, format)),
      ...kpi.breakdown.filter(isUnknown).map((row) => unknownRoleSentence(row, format)),
    ],
    modules: {
      figure: book.figure(
        moduleChart(learning.modules.slice(0, MODULES), target, format, FULL),
        'Of the learners each module is required of, the share that met it; in program order.',
      ),
      absent: 'Modules: the program file names none yet.',
    },
    pace: paceTable(learning, format),
    gates: gatesTable(learning, format),
    certificates: certificatesTable(learning, format),
    people: peopleTable(snapshot, format),
  };
}

function paceTable({ pace }: Learning, format: ReportFormat): TableView {
  return tableView({
    caption: 'Pace against the pace the target still needs',
    empty: 'No window is open: nothing left to pace.',
    rows: pace,
    columns: [
      { title: 'Role', cell: ({ title }) => clipped(title, 40) },
      {
        title: 'Per week',
        kind: 'number',
        cell: (row) => (row.suppressed ? 'not shown' : format.decimal(row.perWeek, 1)),
      },
      {
        title: 'Needed',
        kind: 'number',
        strong: (row) => !row.suppressed && row.neededPerWeek > row.perWeek,
        cell: (row) =>
          row.suppressed
            ? 'not shown'
            : row.neededPerWeek === 0
              ? 'reached'
              : format.decimal(row.neededPerWeek, 1),
      },
      { title: 'Last window ends', cell: (row) => format.calendarDay(row.windowEnds) },
    ],
  });
}

function gatesTable({ gates }: Learning, format: ReportFormat): TableView {
  const roles = [...new Map(gates.map(({ role, title }) => [role, title]))];
  const at = (role: string, day: number): string => {
    const gate = gates.find((row) => row.role === role && row.day === day);
    if (gate === undefined) return '\u2013';
    if (gate.suppressed || gate.reached === null || gate.due === null) return 'not shown';
    return gate.due === 0 ? 'not due' : `${format.count(gate.reached)} of ${format.count(gate.due)}`;
  };
  return tableView({
    caption: 'Minimum capability reached by day 30, 60 and 90',
    empty: 'No minimum capability is defined.',
    rows: roles,
    columns: [
      { title: 'Role', cell: ([, title]) => clipped(title, 40) },
      { title: 'Day 30', kind: 'number', cell: ([role]) => at(role, 30) },
      { title: 'Day 60', kind: 'number', cell: ([role]) => at(role, 60) },
      { title: 'Day 90', kind: 'number', cell: ([role]) => at(role, 90) },
    ],
  });
}

/** Certificates by level and role; null where certification is not in use. */
export function certificatesTable({ certificates }: Learning, format: ReportFormat): TableView | null {
  if (certificates === null) return null;
  const count = (value: number | null): string => (value === null ? 'not shown' : format.count(value));
  return tableView({
    caption: 'Certificates: live, due within 60 days, lapsed',
    empty: 'No certificate has been given yet.',
    rows: certificates,
    columns: [
      { title: 'Level', cell: ({ level }) => level },
      { title: 'Role', cell: ({ title }) => clipped(title, 40) },
      { title: 'Live', kind: 'number', cell: ({ live }) => count(live) },
      { title: 'Due', kind: 'number', strong: ({ due }) => (due ?? 0) > 0, cell: ({ due }) => count(due) },
      {
        title: 'Lapsed',
        kind: 'number',
        strong: ({ lapsed }) => (lapsed ?? 0) > 0,
        cell: ({ lapsed }) => count(lapsed),
      },
    ],
  });
}

/** Learners by name; absent for a reader without the scope `people`. */
function peopleTable({ people }: ReportSnapshot, format: ReportFormat): TableView | null {
  if (people === null) return null;
  const rest = people.length - PEOPLE;
  return tableView({
    caption: `Learners who may miss day 90${rest > 0 ? ` (the first ${format.count(PEOPLE)} of ${format.count(people.length)})` : ''}`,
    empty: 'Nobody is at risk of missing day 90.',
    rows: people.slice(0, PEOPLE),
    columns: [
      { title: 'Learner', cell: ({ learner }) => clipped(learner, 44) },
      { title: 'Role', cell: ({ role }) => clipped(role, 36) },
      { title: 'Next module', cell: ({ nextModule }) => clipped(nextModule, 44) },
      { title: 'Missing', kind: 'number', cell: ({ missing }) => format.count(missing) },
      {
        title: 'Last activity',
        cell: ({ lastActivityAt }) => (lastActivityAt === null ? 'none' : format.day(lastActivityAt)),
      },
      { title: 'Window ends', cell: ({ windowEnds }) => format.calendarDay(windowEnds) },
    ],
  });
}
