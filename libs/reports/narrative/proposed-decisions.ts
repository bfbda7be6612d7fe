import { addDays, localDate, type CalendarDate } from '#platform';
import type { ReportFormat } from '../format/report-format.ts';
import { kpiOf, type ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import { governanceSentence, lowestAlpha, ALPHA_MINIMUM } from './work-sentences.ts';
import { completionSentence, isUnknown, moreNeeded } from './learning-sentences.ts';
import { listed, plural } from './words.ts';

export type Decision = ReportSnapshot['decisions'][number];

type Source = Pick<ReportSnapshot, 'kpis' | 'governance' | 'prompts' | 'incidents' | 'asOf' | 'program'>;

const DAYS_TO_ACT = 14;

/**
 * At most three decisions that the month's numbers ask for, the most urgent first: reviews overdue, a role that
 * will miss its target, reviewers to calibrate, incidents left open. None where nothing is asked.
 */
export function proposedDecisions(source: Source, format: ReportFormat): Decision[] {
  const by = addDays(localDate(source.asOf, source.program.timeZone), DAYS_TO_ACT);
  return [
    review(source, by, format),
    completion(source, by, format),
    calibration(source, by, format),
    open(source, by, format),
  ]
    .filter((decision) => decision !== null)
    .slice(0, 3);
}

function review(source: Source, by: CalendarDate, format: ReportFormat): Decision | null {
  const overdue = source.governance.uncovered
    .filter((row) => row.overdue)
    .toSorted((a, b) => b.daysUncovered - a.daysUncovered);
  if (overdue.length === 0) return null;
  const kpi = kpiOf(source, 'governance-coverage');
  const names = overdue.slice(0, 3).map(({ useCase }) => useCase);
  const rest = overdue.length - names.length;
  return {
    ask: `Review or suspend ${listed([...names, ...(rest === 0 ? [] : [`${format.count(rest)} more`])])}`,
    why: `High-risk cases: ${governanceSentence(kpi, source.governance, format)}`,
    owner: kpi.owner ?? 'not named',
    by,
  };
}

function completion(source: Source, by: CalendarDate, format: ReportFormat): Decision | null {
  const kpi = kpiOf(source, 'training-completion');
  const target = kpi.target?.value ?? null;
  const behind = kpi.breakdown
    .map((row) => ({ row, needed: row.suppressed ? null : moreNeeded(row, target) }))
    .filter(({ row, needed }) => needed !== null && needed > 0 && !isUnknown(row))
    .toSorted((a, b) => (b.needed ?? 0) - (a.needed ?? 0))
    .at(0);
  if (behind === undefined) return null;
  const inside = behind.row.censored ?? 0;
  return {
    ask:
      inside >= (behind.needed ?? 0)
        ? `Free learning time for ${behind.row.title} before the windows close`
        : `Decide on an extension for ${behind.row.title}: the target is out of reach inside the window`,
    why: completionSentence(behind.row, target, format),
    owner: kpi.owner ?? 'not named',
    by,
  };
}

function calibration(source: Source, by: CalendarDate, format: ReportFormat): Decision | null {
  const alpha = lowestAlpha(source.prompts);
  if (alpha === null || alpha >= ALPHA_MINIMUM) return null;
  const criteria = source.prompts.agreement.filter((row) => row.alpha !== null && row.alpha < ALPHA_MINIMUM);
  return {
    ask: `Calibrate the prompt reviewers on ${listed(criteria.map(({ criterion }) => criterion))}`,
    why: `Lowest agreement: alpha ${format.decimal(Math.floor(alpha * 100) / 100, 2)}; ${format.decimal(ALPHA_MINIMUM, 3)} is needed to compare.`,
    owner: kpiOf(source, 'prompt-consistency').owner ?? 'not named',
    by,
  };
}

function open(source: Source, by: CalendarDate, format: ReportFormat): Decision | null {
  const longest = source.incidents.open.toSorted((a, b) => b.seconds - a.seconds).at(0);
  if (longest === undefined) return null;
  const count = source.incidents.open.length;
  return {
    ask: `Settle ${longest.incident}, open for ${format.duration(longest.seconds)}`,
    why: `${format.count(count)} ${plural(count, 'incident')} not mitigated yet.`,
    owner: kpiOf(source, 'incident-response').owner ?? 'not named',
    by,
  };
}
