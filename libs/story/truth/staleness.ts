import type { Instant } from '#platform';
import type { Clocks } from '../calendar.ts';
import { minutesBetween, ownWindow } from '../calendar.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { cut } from './cut.ts';
import type { KpiId } from './truth.ts';

/** The program file says P7D; an hour less keeps clear of the border. */
const FRESH_MINUTES = 7 * 1440 - 60;

/** The KPIs that nothing was heard of in the last week before the asked moment, or before the end of the last window. */
export function staleAt(ledger: Ledger, clocks: Clocks): KpiId[] {
  const seen = cut(ledger, clocks);
  const windows = seen.learners.map((learner) => ownWindow(learner.enrolled.at).closes).toSorted();
  const cohortEnd = windows.at(-1) ?? clocks.asOf;
  const learningUntil = cohortEnd < clocks.asOf ? cohortEnd : clocks.asOf;
  const heard: readonly (readonly [KpiId, Instant, readonly { readonly at: Instant }[]])[] = [
    ['training-completion', learningUntil, seen.completions],
    ['skills-gain', learningUntil, seen.scores],
    ['prompt-consistency', clocks.asOf, seen.reviews],
    ['incident-response', clocks.asOf, seen.incidents.map((incident) => incident.opened)],
    [
      'governance-coverage',
      clocks.asOf,
      [...seen.useCases.flatMap((one) => one.changes), ...seen.useCases.flatMap((one) => one.decisions)],
    ],
  ];
  return heard
    .filter(([, until, events]) => {
      const last = events
        .map(({ at }) => at)
        .filter((at) => at <= until)
        .toSorted()
        .at(-1);
      return last === undefined || minutesBetween(last, until) > FRESH_MINUTES;
    })
    .map(([kpi]) => kpi);
}
