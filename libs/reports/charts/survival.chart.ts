import type { ReportFormat } from '../format/report-format.ts';
import { plural } from '../narrative/words.ts';
import type { Incidents, SurvivalCurve } from '../snapshot/incidents.schema.ts';
import type { KpiView } from '../snapshot/kpi-view.ts';
import { durationTicks } from './axis-ticks.ts';
import type { Chart, ChartRow } from './chart.ts';

const names = { baseline: 'baseline', now: 'now', drills: 'drills' } as const;
const order = ['baseline', 'now', 'drills'] as const;

/** Step curves of what is not yet mitigated: baseline, now, drills. Null when none has an incident. */
export function survivalChart(
  kpi: KpiView,
  incidents: Incidents,
  format: ReportFormat,
  size: { width: number; height: number },
): Chart | null {
  const curves = order.flatMap((key) => {
    const curve = incidents.survival[key];
    return curve === null || curve.n === 0
      ? []
      : [{ key, curve, name: names[key], label: `${names[key]} (n = ${format.count(curve.n)})` }];
  });
  if (curves.length === 0) return null;
  const end = Math.max(60, ...curves.map(({ curve }) => lastSecond(curve))) * 1.02;
  return {
    spec: 'survival',
    title: survivalMessage(kpi, format),
    description: curves
      .map(
        ({ name, curve }) =>
          `${name}: ${format.count(curve.n)} ${plural(curve.n, 'incident')}, ${format.count(curve.open)} open, ${medianWords(curve, format)}`,
      )
      .join('; ')
      .concat('.'),
    rows: curves.flatMap(({ key, curve }) => curveRows(curve, key, key === 'now', end)),
    params: {
      end,
      ...durationTicks(end, format),
      yLabels: [0, 0.5, 1].map((share) => format.percent(share)),
      present: curves.map(({ key }) => key),
      names: Object.fromEntries(curves.map(({ key, label }) => [key, label])),
    },
    ...size,
  };
}

/** Seconds at which half are mitigated; null while more than half are open. */
export function medianOf(curve: SurvivalCurve): number | null {
  return curve.steps.find(({ share }) => share <= 0.5)?.seconds ?? null;
}

function survivalMessage(kpi: KpiView, format: ReportFormat): string {
  const before = kpi.baseline?.value ?? null;
  const medians =
    kpi.value === null || before === null
      ? ''
      : `: median ${format.duration(before)} before, ${format.duration(kpi.value)} now`;
  switch (kpi.status) {
    case 'improved':
      return `Incidents are mitigated faster than at baseline${medians}`;
    case 'worsened':
      return `Incidents are mitigated more slowly than at baseline${medians}`;
    case 'no-clear-change':
      return `No clear change in time to mitigate${medians}`;
    default:
      return 'Time to mitigate: too early to call a change';
  }
}

function curveRows(curve: SurvivalCurve, series: string, bold: boolean, end: number): ChartRow[] {
  const weight = bold ? 'bold' : 'normal';
  const last = curve.steps.at(-1);
  // the curve runs flat to its last censored incident, not to the end of the axis
  const tail = Math.min(end, Math.max(last?.seconds ?? 0, ...curve.censoredAt));
  return [
    ...curve.steps.map(({ seconds, share }) => ({ series, seconds, share, weight, censored: false })),
    ...(last === undefined ? [] : [{ series, seconds: tail, share: last.share, weight, censored: false }]),
    ...curve.censoredAt.map((seconds) => ({
      series,
      seconds,
      share: shareAt(curve, seconds),
      weight,
      censored: true,
    })),
  ];
}

function shareAt(curve: SurvivalCurve, seconds: number): number {
  return curve.steps.findLast((step) => step.seconds <= seconds)?.share ?? 1;
}

function lastSecond(curve: SurvivalCurve): number {
  return Math.max(curve.steps.at(-1)?.seconds ?? 0, ...curve.censoredAt);
}

function medianWords(curve: SurvivalCurve, format: ReportFormat): string {
  const median = medianOf(curve);
  return median === null ? 'median not reached' : `median ${format.duration(median)}`;
}
