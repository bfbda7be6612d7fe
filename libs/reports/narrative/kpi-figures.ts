import type { KpiId } from '#kpi';
import type { ReportFormat } from '../format/report-format.ts';
import type { KpiRow, KpiView } from '../snapshot/kpi-view.ts';
import { firstReason } from './reason-words.ts';

/** The short names that sentences and table heads use. */
export const kpiNames: Record<KpiId, string> = {
  'training-completion': 'training completion',
  'skills-gain': 'skills gain',
  'prompt-consistency': 'prompt consistency',
  'incident-response': 'incident response',
  'governance-coverage': 'governance coverage',
};

/** Printed in place of a value that there is not. */
export const NO_VALUE = '\u2013';

type Figures = Pick<
  KpiView | KpiRow,
  'value' | 'target' | 'interval' | 'baseline' | 'numerator' | 'denominator' | 'n' | 'suppressed' | 'reasons'
>;

/** A KPI's number as printed, by the KPI's own unit. */
export function printed(
  kpi: KpiId,
  value: number,
  format: ReportFormat,
  beside: readonly (number | null | undefined)[] = [],
): string {
  if (kpi === 'incident-response') return format.duration(value);
  return kpi === 'training-completion' || kpi === 'governance-coverage'
    ? format.percent(value, beside)
    : format.signedPercent(value, beside);
}

/** The value as printed; an en dash where there is none. */
export function valueText(kpi: KpiId, figures: Figures, format: ReportFormat): string {
  return figures.value === null ? NO_VALUE : printed(kpi, figures.value, format, [figures.target?.value]);
}

/** `[17%, 28%]`; a side the data do not bound is named open. Empty without an interval. */
export function intervalText(kpi: KpiId, figures: Figures, format: ReportFormat): string {
  const { interval } = figures;
  if (interval === null || (interval.low === null && interval.high === null)) return '';
  const side = (bound: number | null): string =>
    bound === null
      ? 'open'
      : kpi === 'skills-gain' || kpi === 'prompt-consistency'
        ? signedOnlyBelowZero(bound, format)
        : printed(kpi, bound, format);
  return `[${side(interval.low)}, ${side(interval.high)}]`;
}

/** What the number stands on: `94 of 108` for a share, else `n = 44`. */
export function basisText(kpi: KpiId, figures: Figures, format: ReportFormat): string {
  if (figures.suppressed) return 'group too small to show';
  const { numerator, denominator, n } = figures;
  const isShare = kpi === 'training-completion' || kpi === 'governance-coverage';
  if (isShare && numerator !== null && denominator !== null)
    return `${format.count(numerator)} of ${format.count(denominator)}`;
  return n === null ? 'n not known' : `n = ${format.count(n)}`;
}

/** The target in words. */
export function targetText(kpi: KpiId, figures: Figures, format: ReportFormat): string {
  const target = figures.target?.value ?? null;
  const baseline = figures.baseline?.value ?? null;
  switch (kpi) {
    case 'training-completion':
      return target === null ? 'no target set' : `${format.percent(target)} or more`;
    case 'governance-coverage':
      return target === null ? 'no target set' : `${format.percent(target)} or more, none overdue`;
    case 'skills-gain':
      return target === null ? 'no target set' : `${format.signedPercent(target)} or more`;
    case 'prompt-consistency':
      return 'steadier than baseline';
    case 'incident-response':
      return baseline === null
        ? 'shorter than baseline'
        : `shorter than baseline, ${format.duration(baseline)}`;
  }
}

/** Why a KPI cannot be judged, in a few words. */
export function cannotSayText(figures: Figures): string {
  return firstReason(figures.reasons, 'not enough data');
}

function signedOnlyBelowZero(value: number, format: ReportFormat): string {
  return value < 0 ? format.signedPercent(value) : format.percent(value);
}
