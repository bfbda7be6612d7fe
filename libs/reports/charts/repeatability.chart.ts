import type { ReportFormat } from '../format/report-format.ts';
import type { Prompts } from '../snapshot/prompts.schema.ts';
import { numberTicks } from './axis-ticks.ts';
import { LABEL_SIZE } from './chart-layout.ts';
import type { Chart } from './chart.ts';
import { textWidth } from './text-width.ts';

type Point = Prompts['repeatability'][number];

/** 3 / d2 for moving ranges of two (Shewhart; Montgomery, Introduction to Statistical Quality Control, table VI). */
const LIMIT_FACTOR = 2.66;
/** Fewer baseline points give no limits worth drawing. */
const POINTS_FOR_LIMITS = 4;

/** Centre and natural limits of an individuals chart from its baseline points; null with fewer than four. */
export function xmrLimits(points: readonly Point[]): { centre: number; lower: number; upper: number } | null {
  const spreads = points.filter(({ baseline }) => baseline).map(({ spread }) => spread);
  if (spreads.length < POINTS_FOR_LIMITS) return null;
  const centre = mean(spreads);
  const ranges = spreads.slice(1).map((spread, index) => Math.abs(spread - (spreads[index] ?? spread)));
  const reach = LIMIT_FACTOR * mean(ranges);
  return { centre, lower: Math.max(0, centre - reach), upper: centre + reach };
}

/** The individuals chart of run-to-run spread; hollow points are the baseline. Null without a point. */
export function repeatabilityChart(
  prompts: Prompts,
  format: ReportFormat,
  size: { width: number; height: number },
): Chart | null {
  const points = prompts.repeatability;
  if (points.length === 0) return null;
  const limits = xmrLimits(points);
  const top = Math.max(...points.map(({ spread }) => spread), limits?.upper ?? 0) * 1.1;
  const y = numberTicks(top > 0 ? top : 1, format);
  const widest = Math.max(...points.map(({ label }) => textWidth(label, LABEL_SIZE)));
  const every = Math.max(1, Math.ceil(((widest + 10) * points.length) / (size.width - 50)));
  const shown = points.flatMap(({ label }, i) => (i % every === 0 ? [{ i, label }] : []));
  return {
    spec: 'repeatability',
    title: repeatabilityMessage(points),
    description: `Run-to-run spread ${points.map(({ label, spread }) => `${label} ${format.decimal(spread, 2)}`).join(', ')}. ${limits === null ? 'Too few baseline points for limits.' : `Baseline centre ${format.decimal(limits.centre, 2)}, limits ${format.decimal(limits.lower, 2)} to ${format.decimal(limits.upper, 2)}.`}`,
    rows: points.map(({ spread, baseline }, i) => ({ i, spread, baseline })),
    params: {
      centre: limits?.centre ?? null,
      lower: limits?.lower ?? null,
      upper: limits?.upper ?? null,
      top: top > 0 ? top : 1,
      ticks: shown.map(({ i }) => i),
      labels: shown.map(({ label }) => label),
      yTicks: y.ticks,
      yLabels: y.labels,
    },
    ...size,
  };
}

export function repeatabilityMessage(points: readonly Point[]): string {
  const limits = xmrLimits(points);
  const now = points.filter(({ baseline }) => !baseline);
  if (limits === null) return 'Spread of repeated runs; no baseline limits yet';
  if (now.length === 0) return 'Spread of repeated runs in the baseline; none later yet';
  const below = now.filter(({ spread }) => spread < limits.lower).length;
  const above = now.filter(({ spread }) => spread > limits.upper).length;
  if (above > 0) return 'Some periods spread more than the baseline allows';
  if (below > 0) return 'Runs now repeat more closely than the baseline limits';
  const under = now.filter(({ spread }) => spread < limits.centre).length;
  return under === now.length && now.length >= 8
    ? 'Spread has stayed under its baseline centre'
    : 'Spread is still inside its baseline limits';
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
