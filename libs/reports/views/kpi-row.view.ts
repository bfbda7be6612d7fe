import { bulletChart, sparklineChart } from '../charts/kpi.chart.ts';
import type { ReportFormat } from '../format/report-format.ts';
import { basisText, cannotSayText, intervalText, targetText, valueText } from '../narrative/kpi-figures.ts';
import { statusShape, statusSide, statusWord, type StatusSide } from '../narrative/status-words.ts';
import { clipped } from '../narrative/words.ts';
import type { KpiView } from '../snapshot/kpi-view.ts';
import type { ChartBook } from './chart-book.ts';

/** A row of the KPI table. */
export interface KpiRowView {
  id: string;
  name: string;
  owner: string;
  target: string;
  value: string;
  basis: string;
  interval: string;
  bullet: string;
  spark: string | null;
  trend: string;
  status: StatusView;
}

export interface StatusView {
  word: string;
  icon: string;
  side: StatusSide;
  /** Why it cannot be said; empty for any other status. */
  reason: string;
}

export function kpiRowView(kpi: KpiView, format: ReportFormat, book: ChartBook): KpiRowView {
  const spark = sparklineChart(kpi, format);
  return {
    id: kpi.kpi,
    name: clipped(kpi.title, 28),
    owner: clipped(kpi.owner ?? 'no owner named', 30),
    target: targetText(kpi.kpi, kpi, format),
    value: valueText(kpi.kpi, kpi, format),
    basis: basisText(kpi.kpi, kpi, format),
    interval: intervalText(kpi.kpi, kpi, format),
    bullet: book.place(bulletChart(kpi, format)),
    spark: spark === null ? null : book.place(spark),
    trend: trendWords(kpi, format),
    status: statusView(kpi),
  };
}

export function statusView(
  kpi: Pick<
    KpiView,
    | 'status'
    | 'reasons'
    | 'value'
    | 'target'
    | 'interval'
    | 'baseline'
    | 'numerator'
    | 'denominator'
    | 'n'
    | 'suppressed'
  >,
): StatusView {
  return {
    word: statusWord(kpi.status),
    icon: `status-${statusShape(kpi.status)}`,
    side: statusSide(kpi.status),
    reason: kpi.status === 'cannot-say' ? cannotSayText(kpi) : '',
  };
}

/** The step since the month before, in the KPI's own unit. */
function trendWords(kpi: KpiView, format: ReportFormat): string {
  const known = kpi.trend.map(({ value }) => value).filter((value) => value !== null);
  const before = known.at(-2);
  const now = known.at(-1);
  if (before === undefined || now === undefined) return 'no past month';
  const step = now - before;
  if (kpi.kpi === 'incident-response') {
    const size = format.duration(Math.abs(step));
    return Math.round(step / 60) === 0 ? 'as last month' : `${size} ${step < 0 ? 'shorter' : 'longer'}`;
  }
  const points = Math.round(step * 100);
  return points === 0 ? 'as last month' : `${format.signedDecimal(step * 100, 0)} pts`;
}
