import type { ReportFormat } from '../format/report-format.ts';
import type { Governance } from '../snapshot/governance.schema.ts';
import type { Chart, ChartRow } from './chart.ts';

const parts = [
  { name: 'reviewed', dark: true },
  { name: 'reviewed late', dark: false },
  { name: 'no valid review', dark: false },
] as const;

/** High-risk cases in use now, and those first used in the period, as shares with their counts. */
export function coverageChart(
  governance: Governance,
  format: ReportFormat,
  size: { width: number; height: number },
): Chart {
  const { stock, flow } = governance;
  const groups = [
    {
      group: `in use now (n = ${format.count(stock.covered + stock.uncovered)})`,
      counts: [stock.covered, 0, stock.uncovered],
      note: 'no high-risk case in use',
    },
    {
      group: `first used in period (n = ${format.count(flow.inTime + flow.late + flow.never)})`,
      counts: [flow.inTime, flow.late, flow.never],
      note: 'none first used',
    },
  ];
  return {
    spec: 'stacked-bars',
    title: coverageMessage(governance, format),
    description: groups
      .map(
        ({ group, counts }) =>
          `${group}: ${parts.map(({ name }, index) => `${format.count(counts[index] ?? 0)} ${name}`).join(', ')}`,
      )
      .join('; ')
      .concat('.'),
    rows: groups.flatMap(({ group, counts, note }) => segments(group, counts, note, format)),
    ...size,
  };
}

function coverageMessage({ stock, flow }: Governance, format: ReportFormat): string {
  const inUse = stock.covered + stock.uncovered;
  const started = flow.inTime + flow.late + flow.never;
  if (inUse === 0 && started === 0) return 'No high-risk case is in use';
  const now =
    stock.uncovered === 0
      ? 'Every high-risk case in use is covered'
      : `${format.count(stock.uncovered)} of ${format.count(inUse)} high-risk cases lack a valid review`;
  const behind = flow.late + flow.never;
  return behind === 0 ? now : `${now}; ${format.count(behind)} of ${format.count(started)} began without one`;
}

function segments(group: string, counts: readonly number[], note: string, format: ReportFormat): ChartRow[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0)
    return [
      { group, part: parts[0].name, from: 0, to: 0, middle: 0, label: '', dark: false, empty: true, note },
    ];
  let from = 0;
  return parts.flatMap(({ name, dark }, index) => {
    const count = counts[index] ?? 0;
    if (count === 0) return [];
    const start = from;
    from += count / total;
    const row = {
      group,
      part: name,
      from: start,
      to: from,
      middle: (start + from) / 2,
      label: format.count(count),
    };
    return [{ ...row, dark, empty: false, note: '' }];
  });
}
