import type { ReportFormat } from '../format/report-format.ts';
import { kpiNames, printed } from '../narrative/kpi-figures.ts';
import { reasonWords } from '../narrative/reason-words.ts';
import { capitalised, clipped, NOT_SHOWN } from '../narrative/words.ts';
import { documents } from '../snapshot/document.ts';
import type { KpiView } from '../snapshot/kpi-view.ts';
import type { ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';

/** What stands around every document: its name, the running lines of each page, and where the numbers come from. */
export interface FrameView {
  title: string;
  question: string;
  program: string;
  cohort: string;
  period: string;
  edition: string;
  asOf: string;
  knownBy: string;
  generated: string;
  runId: string;
  running: { topLeft: string; topRight: string; bottomLeft: string };
  dataBox: { term: string; text: string }[];
}

/** Longest program title in a page's top line, so that its two ends never meet. */
const RUNNING_TITLE = 46;

/** Stale sources named; the rest are counted. */
const SOURCES = 2;

export function frameView(
  snapshot: ReportSnapshot,
  kpis: readonly KpiView[],
  format: ReportFormat,
): FrameView {
  const { title, question } = documents[snapshot.document];
  const cohort = [clipped(snapshot.cohort.title, 50), ...cohortSize(snapshot, format)].join(', ');
  const period = format.month(snapshot.period);
  const edition = `edition ${format.count(snapshot.edition)}`;
  return {
    title,
    question,
    program: clipped(snapshot.program.title, 80),
    cohort,
    period,
    edition,
    asOf: format.moment(snapshot.asOf),
    knownBy: format.moment(snapshot.knownBy),
    generated: format.moment(snapshot.generatedAt),
    runId: snapshot.runId,
    running: {
      topLeft: `${title}  \u00b7  ${clipped(snapshot.program.title, RUNNING_TITLE)}  \u00b7  ${clipped(snapshot.cohort.title, 30)}`,
      topRight: `${period}  \u00b7  ${edition}`,
      bottomLeft: `As of ${format.moment(snapshot.asOf)}  \u00b7  run ${snapshot.runId}`,
    },
    dataBox: dataBox(snapshot, kpis, format),
  };
}

/** How many enrolled, and how many of them the numbers count: excluded ones are told apart at once. */
function cohortSize({ cohort: { learners }, kpis }: ReportSnapshot, format: ReportFormat): string[] {
  if (learners === null) return [];
  const counted = kpis.find(({ kpi }) => kpi === 'training-completion')?.denominator ?? learners;
  const enrolled = `${format.count(learners)} learners`;
  return counted === learners ? [enrolled] : [`${enrolled} enrolled, ${format.count(counted)} counted`];
}

/** The lines of the data box, each a fact about the numbers on the page. */
function dataBox(
  snapshot: ReportSnapshot,
  kpis: readonly KpiView[],
  format: ReportFormat,
): FrameView['dataBox'] {
  const per = (pick: (kpi: KpiView) => string | null): string[] =>
    kpis.flatMap((kpi) => {
      const text = pick(kpi);
      return text === null ? [] : [`${kpiNames[kpi.kpi]} ${text}`];
    });
  const excluded = per((kpi) => {
    if (kpi.suppressed) return NOT_SHOWN;
    const reasons = Object.entries(kpi.excluded).flatMap(([reason, count]) =>
      count === null || count === 0 ? [] : [`${format.count(count)} ${clipped(reasonWords(reason), 30)}`],
    );
    return reasons.length === 0 ? null : reasons.join(', ');
  });
  const counted = (pick: (kpi: KpiView) => number | null): string[] =>
    per((kpi) => {
      if (kpi.suppressed) return NOT_SHOWN;
      const count = pick(kpi);
      return count === null || count === 0 ? null : format.count(count);
    });
  const suppressed = per((kpi) => {
    const rows = kpi.breakdown.filter((row) => row.suppressed).length;
    return kpi.suppressed
      ? 'whole'
      : rows === 0
        ? null
        : `${format.count(rows)} of ${format.count(kpi.breakdown.length)} groups`;
  });
  return [
    { term: 'As of', text: withGroups('asOf', snapshot, kpis, format) },
    { term: 'Known by', text: withGroups('knownBy', snapshot, kpis, format) },
    { term: 'Stale sources', text: staleText(snapshot, format) },
    { term: 'Excluded', text: joined(excluded) },
    { term: 'Unmatched', text: joined(counted(({ unmatched }) => unmatched)) },
    { term: 'Still open', text: joined(counted(({ censored }) => censored)) },
    { term: 'Suppressed', text: joined(suppressed) },
    { term: 'Changes', text: changesText(snapshot, kpis, format) },
  ];
}

const OF_PEOPLE: ReadonlySet<KpiView['kpi']> = new Set(['training-completion', 'skills-gain']);

/** A clock of the document; where it tells of groups of people, theirs too if it is another. */
function withGroups(
  clock: 'asOf' | 'knownBy',
  snapshot: ReportSnapshot,
  kpis: readonly KpiView[],
  format: ReportFormat,
): string {
  const own = format.moment(snapshot[clock]);
  const { groupsAt } = snapshot;
  const told = kpis.some(({ kpi }) => OF_PEOPLE.has(kpi));
  if (!told || groupsAt === undefined || groupsAt?.[clock] === snapshot[clock]) return own;
  if (groupsAt !== null) return `${own}; groups of people ${format.moment(groupsAt[clock])}`;
  return clock === 'asOf' ? `${own}; groups of people from the first month end` : own;
}

function staleText({ staleSources }: ReportSnapshot, format: ReportFormat): string {
  const rest = staleSources.length - SOURCES;
  return joined([
    ...staleSources
      .slice(0, SOURCES)
      .map(({ source, lastEventAt }) =>
        lastEventAt === null
          ? `${clipped(source, 40)} (nothing yet)`
          : `${clipped(source, 40)} (last ${format.day(lastEventAt)})`,
      ),
    ...(rest > 0 ? [`${format.count(rest)} more`] : []),
  ]);
}

/** What an edition changed of the one before, as printed in both. */
function changesText(
  { previous, edition }: ReportSnapshot,
  kpis: readonly KpiView[],
  format: ReportFormat,
): string {
  if (previous === null) return edition === 1 ? 'first edition' : 'not compared';
  const changes = previous.changes.filter((change) => kpis.some(({ kpi }) => kpi === change.kpi));
  if (changes.length === 0) return `none since edition ${format.count(previous.edition)}`;
  const shown = changes.slice(0, 2).map(({ kpi, before, after }) => {
    const text = (value: number | null): string =>
      value === null ? 'no value' : printed(kpi, value, format);
    return text(before) === text(after)
      ? `${kpiNames[kpi]} still ${text(after)}`
      : `${kpiNames[kpi]} ${text(before)} to ${text(after)}`;
  });
  const rest = changes.length - shown.length;
  return `since edition ${format.count(previous.edition)}: ${shown.join(', ')}${rest === 0 ? '' : `, ${format.count(rest)} more in the annex`}`;
}

function joined(items: readonly string[]): string {
  return items.length === 0 ? 'none' : capitalised(items.join('; '));
}
