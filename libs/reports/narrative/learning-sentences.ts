import type { ReportFormat } from '../format/report-format.ts';
import type { KpiRow, KpiView } from '../snapshot/kpi-view.ts';
import { cannotSayText, intervalText, printed } from './kpi-figures.ts';
import { plural } from './words.ts';

/** How many more completions the target needs; 0 when it is reached. */
export function moreNeeded(
  row: Pick<KpiRow, 'numerator' | 'denominator'>,
  target: number | null,
): number | null {
  if (row.numerator === null || row.denominator === null || target === null) return null;
  // a billionth keeps 0.85 · 20 = 17 from becoming 18 by the last binary digit
  return Math.max(0, Math.ceil(target * row.denominator - 1e-9) - row.numerator);
}

/** Whether the row stands for learners whose role or track is not recorded: a gap in the data, not a group. */
export function isUnknown({ key }: Pick<KpiRow, 'key'>): boolean {
  return key === 'unknown';
}

/** `Role not recorded: 8 of 12 complete; record their role first.` */
export function unknownRoleSentence(row: KpiRow, format: ReportFormat): string {
  const share =
    row.suppressed || row.numerator === null || row.denominator === null
      ? 'too few to show'
      : `${format.count(row.numerator)} of ${format.count(row.denominator)} complete`;
  return `Role not recorded: ${share}; record their role first.`;
}

/** `SRE: 12 of 16 complete; 2 more needed, 4 still inside their window.` */
export function completionSentence(row: KpiRow, target: number | null, format: ReportFormat): string {
  if (row.suppressed || row.numerator === null || row.denominator === null)
    return `${row.title}: the group is too small to show.`;
  const needed = moreNeeded(row, target);
  const inside = row.censored ?? 0;
  const parts = [
    needed === null ? null : needed === 0 ? 'target reached' : `${format.count(needed)} more needed`,
    inside === 0 ? 'no window still open' : `${format.count(inside)} still inside their window`,
  ].filter((part) => part !== null);
  return `${row.title}: ${format.count(row.numerator)} of ${format.count(row.denominator)} complete; ${parts.join(', ')}.`;
}

/** The cohort's completion: a fact where the window is closed, a state where it is open. */
export function cohortCompletionSentence(kpi: KpiView, format: ReportFormat): string {
  if (kpi.numerator === null || kpi.denominator === null || kpi.value === null)
    return `Completion cannot be said: ${cannotSayText(kpi)}.`;
  const done = `${format.count(kpi.numerator)} of ${format.count(kpi.denominator)} people`;
  const share = printed(kpi.kpi, kpi.value, format, [kpi.target?.value]);
  if (kpi.period.closed) return `${done} completed by their day 90 (${share}).`;
  const open = kpi.censored ?? 0;
  return `${done} have completed so far (${share}); ${format.count(open)} ${plural(open, 'is', 'are')} still inside ${plural(open, 'the', 'their')} window.`;
}

/** `Matched learners (44 of 52) went from 58 to 71: +22% [17%, 28%].` */
export function gainSentence(kpi: KpiView | KpiRow, format: ReportFormat): string {
  if (kpi.suppressed) return 'Scores are not shown: the group is too small.';
  if (kpi.value === null || kpi.n === null || kpi.numerator === null || kpi.denominator === null)
    return `The gain cannot be said: ${cannotSayText(kpi)}.`;
  const tested = kpi.n + (kpi.unmatched ?? 0);
  const interval = intervalText('skills-gain', kpi, format);
  const gain = format.signedPercent(kpi.value, [kpi.target?.value]);
  return (
    `Matched learners (${format.count(kpi.n)} of ${format.count(tested)}) went from ` +
    `${format.decimal(kpi.denominator, 0)} to ${format.decimal(kpi.numerator, 0)}: ${gain}${interval === '' ? '' : ` ${interval}`}.`
  );
}
