/** The Vega-Lite specs in `dashboards/charts`. */
export type ChartSpec =
  | 'bullet'
  | 'sparkline'
  | 'interval-dots'
  | 'slopes'
  | 'repeatability'
  | 'survival'
  | 'stacked-bars'
  | 'strip'
  | 'pairs'
  | 'bars';

export type ChartRow = Record<string, string | number | boolean | null>;

/** What a chart shows, apart from how: data for a spec, and the words that stand in its place for who cannot see it. */
export interface Chart {
  spec: ChartSpec;
  /** The message, as the heading beside the chart says it. */
  title: string;
  /** The data in a sentence or two. */
  description: string;
  rows: readonly ChartRow[];
  /** Values of the spec's parameters. */
  params?: Record<string, unknown>;
  /** Outer size in CSS pixels (96 to the inch). */
  width: number;
  height: number;
}
