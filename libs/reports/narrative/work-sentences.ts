import type { ReportFormat } from '../format/report-format.ts';
import type { Governance } from '../snapshot/governance.schema.ts';
import type { Incidents } from '../snapshot/incidents.schema.ts';
import type { KpiView } from '../snapshot/kpi-view.ts';
import type { Prompts } from '../snapshot/prompts.schema.ts';
import { cannotSayText, intervalText } from './kpi-figures.ts';
import { plural } from './words.ts';

/** Under it reviewers disagree too much for a comparison (Krippendorff 2004, tentative conclusions). */
export const ALPHA_MINIMUM = 0.667;

/** `Not comparable yet: alpha 0.58; calibrate first.` or how much steadier prompts are. */
export function promptSentence(kpi: KpiView, prompts: Prompts, format: ReportFormat): string {
  const alpha = lowestAlpha(prompts);
  if (alpha !== null && alpha < ALPHA_MINIMUM)
    return `Not comparable yet: alpha ${format.decimal(floored(alpha), 2)}; calibrate first.`;
  if (kpi.value === null || kpi.n === null || kpi.status === 'cannot-say')
    return `Repeatability cannot be judged yet: ${cannotSayText(kpi)}.`;
  const spread = format.percent(Math.abs(kpi.value));
  const interval = intervalText('prompt-consistency', kpi, format);
  const direction = kpi.value >= 0 ? 'smaller' : 'larger';
  const lead = `Scores of repeated runs spread ${spread} ${direction} than at baseline (n = ${format.count(kpi.n)} ${plural(kpi.n, 'prompt')}${interval === '' ? '' : `, gain ${interval}`})`;
  return kpi.status === 'no-clear-change' ? `${lead}: no clear change.` : `${lead}.`;
}

/** The lowest alpha of any criterion: it decides. Null where none was measured. */
export function lowestAlpha(prompts: Prompts): number | null {
  const alphas = prompts.agreement.map(({ alpha }) => alpha).filter((alpha) => alpha !== null);
  return alphas.length === 0 ? null : Math.min(...alphas);
}

/** `9 incidents, 2 open: too few to call a change; in the drill 5 of 6 teams were faster.` */
export function incidentSentence(kpi: KpiView, incidents: Incidents, format: ReportFormat): string {
  const now = incidents.survival.now;
  const n = now?.n ?? kpi.n ?? 0;
  const open = now?.open ?? kpi.censored ?? 0;
  const count =
    n === 0
      ? 'No incident detected in the period'
      : `${format.count(n)} ${plural(n, 'incident')}, ${format.count(open)} open`;
  const drill = drillClause(incidents, format);
  return `${count}: ${changeClause(kpi, n, format)}${drill === null ? '' : `; ${drill}`}.`;
}

/** `18 of 19 are covered; UC-031 has run 20 days without a review.` */
export function governanceSentence(kpi: KpiView, governance: Governance, format: ReportFormat): string {
  if (kpi.numerator === null || kpi.denominator === null)
    return `Coverage cannot be said: ${cannotSayText(kpi)}.`;
  if (kpi.denominator === 0) return 'No high-risk case is in use.';
  const covered =
    kpi.numerator === kpi.denominator
      ? `All ${format.count(kpi.denominator)} high-risk cases in use are covered`
      : `${format.count(kpi.numerator)} of ${format.count(kpi.denominator)} are covered`;
  const longest = governance.uncovered.toSorted((a, b) => b.daysUncovered - a.daysUncovered).at(0);
  if (longest === undefined) return `${covered}.`;
  const days = `${format.count(longest.daysUncovered)} ${plural(longest.daysUncovered, 'day')}`;
  const others = governance.uncovered.length - 1;
  const more = others === 0 ? '' : `, and ${format.count(others)} more ${plural(others, 'case')} without one`;
  // a review that has run out was one: only what never had it ran without "a review"
  const lacking = longest.daysUncovered < longest.daysInUse ? 'a valid review' : 'a review';
  return `${covered}; ${longest.useCase} has run ${days} without ${lacking}${more}.`;
}

function changeClause(kpi: KpiView, n: number, format: ReportFormat): string {
  if (n === 0) return 'nothing to compare';
  if (kpi.status === 'cannot-say')
    return kpi.reasons.length === 0
      ? 'too few to call a change'
      : cannotSayText(kpi).replace('too few to judge', 'too few to call a change');
  const median = kpi.value === null ? null : format.duration(kpi.value);
  const before = kpi.baseline?.value ?? null;
  const medians =
    median === null
      ? 'the median is not reached yet'
      : before === null
        ? `median ${median} to mitigate`
        : `median ${median} to mitigate against ${format.duration(before)} at baseline`;
  return kpi.status === 'no-clear-change'
    ? `${medians}, no clear change`
    : kpi.status === 'improved'
      ? `${medians}, faster beyond chance`
      : `${medians}, slower beyond chance`;
}

function drillClause(incidents: Incidents, format: ReportFormat): string | null {
  const pairs = incidents.drillPairs;
  if (pairs.length === 0) return null;
  const faster = pairs.filter(({ before, after }) => after < before).length;
  return `in the drill ${format.count(faster)} of ${format.count(pairs.length)} ${plural(pairs.length, 'team')} ${plural(faster, 'was', 'were')} faster`;
}

/** Two decimals downwards, so that 0.6665 is not printed as the 0.67 that would have passed. */
function floored(value: number): number {
  return Math.floor(value * 100) / 100;
}
