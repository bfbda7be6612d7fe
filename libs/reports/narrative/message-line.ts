import type { ReportFormat } from '../format/report-format.ts';
import type { KpiView } from '../snapshot/kpi-view.ts';
import type { ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import { basisText, kpiNames, printed } from './kpi-figures.ts';
import { statusSide } from './status-words.ts';
import { capitalised, inWords, listed, plural, wordCount } from './words.ts';

const MAX_WORDS = 30;

/**
 * The executive report's first sentence, at most 30 words: how many targets are met, what is worst, what cannot be
 * judged. Clauses are taken by weight while they fit.
 */
export function messageLine(snapshot: Pick<ReportSnapshot, 'kpis' | 'asOf'>, format: ReportFormat): string {
  const { kpis } = snapshot;
  const good = kpis.filter(({ status }) => statusSide(status) === 'good');
  const bad = kpis.filter(({ status }) => statusSide(status) === 'bad');
  const mute = kpis.filter(({ status }) => status === 'cannot-say');
  const unsure = kpis.filter(({ status }) => statusSide(status) === 'open' && status !== 'cannot-say');
  if (mute.length === kpis.length)
    return `Too early to judge: none of the five KPIs can be read yet, as of ${format.day(snapshot.asOf)}.`;

  const lead =
    good.length === kpis.length
      ? 'All five KPIs are on target'
      : good.length === 0
        ? 'None of the five KPIs is on target'
        : `${capitalised(inWords(good.length))} of five KPIs ${plural(good.length, 'is', 'are')} on target`;
  const clauses = [
    ...bad.map((kpi) => badClause(kpi, format)),
    ...(mute.length === 0
      ? []
      : mute.length === 1
        ? mute.map((kpi) => `${kpiNames[kpi.kpi]} cannot be judged yet`)
        : [`${listed(mute.map(({ kpi }) => kpiNames[kpi]))} cannot be judged yet`]),
    ...(unsure.length === 0
      ? []
      : [
          `${listed(unsure.map(({ kpi }) => kpiNames[kpi]))} ${plural(unsure.length, 'is', 'are')} not yet certain`,
        ]),
  ];
  return `${fitting(lead, clauses, bad.length, mute.length)}.`;
}

function badClause(kpi: KpiView, format: ReportFormat): string {
  const name = kpiNames[kpi.kpi];
  if (kpi.value === null) return `${name} missed its target`;
  const value = printed(kpi.kpi, kpi.value, format, [kpi.target?.value]);
  const target = kpi.target?.value ?? null;
  if (kpi.status === 'worsened') return `${name} worsened to ${value} (${basisText(kpi.kpi, kpi, format)})`;
  return target === null
    ? `${name} missed its target at ${value} (${basisText(kpi.kpi, kpi, format)})`
    : `${name} missed ${printed(kpi.kpi, target, format)} at ${value} (${basisText(kpi.kpi, kpi, format)})`;
}

/** Takes clauses while they fit; what had to be left out is counted, never dropped in silence. */
function fitting(lead: string, clauses: readonly string[], bad: number, mute: number): string {
  for (let taken = clauses.length; taken >= 0; taken -= 1) {
    const left = clauses.length - taken;
    const badLeft = Math.max(0, bad - taken);
    const rest =
      left === 0
        ? ''
        : badLeft > 0
          ? `; ${inWords(badLeft)} more off target`
          : mute > 0
            ? '; others open'
            : '';
    const text = [lead, ...clauses.slice(0, taken)].join('; ') + rest;
    if (wordCount(text) <= MAX_WORDS) return text;
  }
  return lead;
}
