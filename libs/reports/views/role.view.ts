import type { KpiId } from '#kpi';
import type { ReportFormat } from '../format/report-format.ts';
import { kpiOf, type ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import { annexView, type AnnexView } from './annex.view.ts';
import type { ChartBook, FigureView } from './chart-book.ts';
import { frameView, type FrameView } from './frame.view.ts';
import { kpiRowView, type KpiRowView } from './kpi-row.view.ts';

/** A chart, or the sentence that stands in its place. */
export interface Evidence {
  figure: FigureView | null;
  absent: string;
}

/** What the five role documents share. */
export interface RoleView {
  frame: FrameView;
  message: string;
  kpis: KpiRowView[];
  annex: AnnexView;
}

/** Widths of a figure in CSS pixels: half of the text, and all of it. */
export const HALF = 321;
export const FULL = 672;

export function roleView(
  snapshot: ReportSnapshot,
  kpi: KpiId,
  message: string,
  format: ReportFormat,
  book: ChartBook,
): RoleView {
  const own = [kpiOf(snapshot, kpi)];
  return {
    frame: frameView(snapshot, own, format),
    message,
    kpis: own.map((view) => kpiRowView(view, format, book)),
    annex: annexView(snapshot, own, format),
  };
}
