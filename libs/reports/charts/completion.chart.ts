import type { ReportFormat } from '../format/report-format.ts';
import { isUnknown, moreNeeded } from '../narrative/learning-sentences.ts';
import { clipped, inWords, listed, plural } from '../narrative/words.ts';
import type { KpiRow } from '../snapshot/kpi-view.ts';
import { shareTicks } from './axis-ticks.ts';
import { LABEL_SIZE, rowHeight } from './chart-layout.ts';
import type { Chart } from './chart.ts';
import { wrapped } from './text-width.ts';

const SUPPRESSED = 'group too small to show';

/** Completion per group as dot, interval and target line; null when there is no group. */
export function completionChart(
  rows: readonly KpiRow[],
  target: number | null,
  format: ReportFormat,
  size: { width: number; height?: number; by: 'role' | 'track' },
): Chart | null {
  if (rows.length === 0) return null;
  const labelLimit = size.width * 0.36;
  const names = rows.map(({ title }) => wrapped(title, labelLimit, LABEL_SIZE, 2));
  const counts = rows.map((row) =>
    row.suppressed || row.numerator === null || row.denominator === null
      ? ''
      : `${format.count(row.numerator)} of ${format.count(row.denominator)}`,
  );
  return {
    spec: 'interval-dots',
    title: completionMessage(rows, target, size.by),
    description: rows
      .map((row, index) => `${row.title}: ${counts[index] === '' ? SUPPRESSED : `${counts[index]} complete`}`)
      .join('; ')
      .concat(target === null ? '.' : `. Target ${format.percent(target)}.`),
    rows: rows.map((row, index) => ({
      row: index,
      value: row.value,
      low: row.interval?.low ?? null,
      high: row.interval?.high ?? null,
      reached: target !== null && row.value !== null && row.value >= target,
      count: counts[index] ?? '',
      note: SUPPRESSED,
    })),
    params: {
      names,
      target,
      low: 0,
      high: 1,
      labelLimit,
      ...shareTicks(format),
    },
    width: size.width,
    height: size.height ?? rowHeight(rows.length, names.some((lines) => lines.length > 1) ? 30 : 24),
  };
}

/** The chart's heading: who reached the target, and who is furthest from it. */
export function completionMessage(
  rows: readonly KpiRow[],
  target: number | null,
  by: 'role' | 'track',
): string {
  const shown = rows.filter((row) => row.value !== null && !row.suppressed);
  if (shown.length === 0) return `Completion by ${by} is not shown: groups too small`;
  if (target === null) return `Completion by ${by}; no target set`;
  const behind = shown
    .map((row) => ({
      title: isUnknown(row) ? `learners without a ${by}` : row.title,
      needed: moreNeeded(row, target) ?? 0,
      last: isUnknown(row),
    }))
    .filter(({ needed }) => needed > 0)
    .toSorted((a, b) => Number(a.last) - Number(b.last) || b.needed - a.needed);
  const worst = behind.at(0);
  if (worst === undefined)
    return shown.length === 1
      ? `The one ${by} shown reached its target`
      : `All ${inWords(shown.length)} ${plural(shown.length, by)} shown reached the target`;
  const named =
    behind.length <= 2
      ? behind.map(({ title }) => clipped(title, 30))
      : [clipped(worst.title, 34), `${inWords(behind.length - 1)} more`];
  return `Below the target: ${listed(named)}`;
}
