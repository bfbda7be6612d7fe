import type { ReportFormat } from '../format/report-format.ts';
import { clipped } from '../narrative/words.ts';
import type { Learning } from '../snapshot/learning.schema.ts';
import { shareTicks } from './axis-ticks.ts';
import { rowHeight } from './chart-layout.ts';
import type { Chart } from './chart.ts';

type Module = Learning['modules'][number];

/** Share of those it is required of who met each module, in program order; null without modules. */
export function moduleChart(
  modules: readonly Module[],
  target: number | null,
  format: ReportFormat,
  width: number,
): Chart | null {
  if (modules.length === 0) return null;
  const shares = modules.map(shareOf);
  const lowest = modules
    .filter((module) => shareOf(module) !== null)
    .toSorted((a, b) => (shareOf(a) ?? 0) - (shareOf(b) ?? 0))
    .at(0);
  const counts = modules.map(({ completed, cohort, suppressed }) =>
    suppressed || completed === null || cohort === null
      ? ''
      : `${format.count(completed)} of ${format.count(cohort)}`,
  );
  return {
    spec: 'bars',
    title:
      lowest === undefined
        ? 'Module completion is not shown: groups too small'
        : `Fewest have completed ${clipped(lowest.title, 44)}`,
    description: modules
      .map(({ title }, index) => `${title}: ${counts[index] === '' ? 'not shown' : counts[index]}`)
      .join('; ')
      .concat('.'),
    rows: modules.map((module, index) => ({
      row: index,
      value: shares[index] ?? null,
      marked: module === lowest,
      count: counts[index] ?? '',
      note: module.suppressed ? 'group too small to show' : 'required of nobody yet',
    })),
    params: {
      names: modules.map(({ title }) => title),
      target,
      ...shareTicks(format),
      labelLimit: width * 0.4,
    },
    width,
    height: rowHeight(modules.length, 18),
  };
}

function shareOf({ completed, cohort, suppressed }: Module): number | null {
  return suppressed || completed === null || cohort === null || cohort === 0 ? null : completed / cohort;
}
