import type { ReportFormat } from '../format/report-format.ts';
import { intervalText, kpiNames, printed, targetText, valueText } from '../narrative/kpi-figures.ts';
import { statusWord } from '../narrative/status-words.ts';
import { capitalised } from '../narrative/words.ts';
import type { KpiView } from '../snapshot/kpi-view.ts';
import type { Chart } from './chart.ts';

/** Months a sparkline goes back. */
const MONTHS = 12;

/** The KPI against its target: bar, interval whisker, target tick. */
export function bulletChart(kpi: KpiView, format: ReportFormat): Chart {
  const target = targetPosition(kpi);
  const interval = kpi.interval;
  const numbers = [kpi.value, target, interval?.low, interval?.high].filter(
    (number) => number !== null && number !== undefined,
  );
  const isShare = kpi.kpi === 'training-completion' || kpi.kpi === 'governance-coverage';
  const reach = Math.max(0, ...numbers) * 1.08;
  const low = isShare ? 0 : Math.min(0, ...numbers) * 1.08;
  const high = isShare ? 1 : reach > low ? reach : 1;
  const intervalWords = intervalText(kpi.kpi, kpi, format);
  return {
    spec: 'bullet',
    title: `${capitalised(kpiNames[kpi.kpi])}: ${kpi.value === null ? 'no value' : valueText(kpi.kpi, kpi, format)}, ${statusWord(kpi.status)}`,
    description: `Target ${targetText(kpi.kpi, kpi, format)}.${intervalWords === '' ? '' : ` Interval ${intervalWords}.`}`,
    rows: [
      {
        value: kpi.value,
        target,
        low: interval === null ? null : (interval.low ?? low),
        high: interval === null ? null : (interval.high ?? high),
        lowIsBound: interval !== null && interval.low !== null,
        highIsBound: interval !== null && interval.high !== null,
      },
    ],
    params: { low, high, origin: Math.min(Math.max(0, low), high) },
    width: 132,
    height: 20,
  };
}

/** Past months of a KPI; a month without a value leaves a gap. */
export function sparklineChart(kpi: KpiView, format: ReportFormat): Chart | null {
  const points = kpi.trend.slice(-MONTHS);
  const values = points.map(({ value }) => value).filter((value) => value !== null);
  const first = values.at(0);
  const last = values.at(-1);
  if (values.length < 2 || first === undefined || last === undefined) return null;
  const target = targetPosition(kpi);
  const around = target === null ? values : [...values, target];
  const low = Math.min(...around);
  const high = Math.max(...around);
  const room = high > low ? 0 : 1;
  return {
    spec: 'sparkline',
    title: `${capitalised(kpiNames[kpi.kpi])} over ${format.count(points.length)} months`,
    description: `From ${printed(kpi.kpi, first, format)} to ${printed(kpi.kpi, last, format)}.`,
    rows: points.map(({ value }, i) => ({ i, value, target, last: i === points.length - 1 })),
    params: { low: low - room, high: high + room },
    width: 72,
    height: 24,
  };
}

/** Where the target tick stands; a direction-only KPI is measured against its baseline. */
function targetPosition(kpi: KpiView): number | null {
  if (kpi.kpi === 'prompt-consistency') return 0;
  if (kpi.kpi === 'incident-response') return kpi.baseline?.value ?? null;
  return kpi.target?.value ?? null;
}
