import { moment } from '../calendar.ts';
import type { DirtName } from '../dirt/kinds.ts';
import type { Incident, Known, Ledger, UseCase } from '../ledger/ledger.ts';
import { rubric } from '../plan.ts';

/** What a reader makes of a ledger when it does not mind one of its differences. */
export function careless(ledger: Ledger, ignore: DirtName | null): Ledger {
  return (ignore === null ? undefined : blindness[ignore])?.(ledger) ?? ledger;
}

const blindness: Partial<Record<DirtName, (ledger: Ledger) => Ledger>> = {
  'out-of-order': (ledger) => ({
    ...ledger,
    learners: ledger.learners.map((one) => ({ ...one, roleChanges: asArrived(one.roleChanges) })),
    useCases: ledger.useCases.map((one) => ({ ...one, retiers: asArrived(one.retiers) })),
    scores: [...Map.groupBy(ledger.scores, (one) => `${one.learner} ${one.phase}`).values()].flatMap(
      asArrived,
    ),
  }),
  'other-versions': (ledger) =>
    cases(ledger, (one) => ({ ...one, decisions: one.decisions.map(current(one)) })),
  'expired-reviews': (ledger) =>
    cases(ledger, (one) => ({
      ...one,
      decisions: one.decisions.map((it) => ({ ...it, validUntil: moment('2199-01-01T00:00:00Z') })),
    })),
  'other-rubric': (ledger) => ({
    ...ledger,
    reviews: ledger.reviews.map((one) => ({ ...one, rubricVersion: rubric.version })),
  }),
  calibration: (ledger) => ({
    ...ledger,
    reviews: [...ledger.reviews, ...ledger.reviews.map((one) => ({ ...one, calibration: false }))],
  }),
  'other-forms': (ledger) => ({
    ...ledger,
    scores: ledger.scores.map((one) => ({ ...one, form: 'form-a' as const })),
  }),
  'prior-completions': (ledger) => {
    const starts = new Map(ledger.learners.map((one) => [one.id, one.enrolled.at]));
    return {
      ...ledger,
      completions: ledger.completions.map((one) => {
        const start = starts.get(one.learner) ?? one.at;
        return one.at < start ? { ...one, at: start } : one;
      }),
    };
  },
  drills: (ledger) => incidents(ledger, (one) => [{ ...one, drill: false }]),
  'open-incidents': (ledger) =>
    incidents(ledger, (one) =>
      one.detected !== null && one.mitigated === null && one.resolved === null ? [] : [one],
    ),
  'negative-durations': (ledger) =>
    incidents(ledger, (one) => {
      const backwards = one.detected !== null && one.mitigated !== null && one.mitigated.at < one.detected.at;
      return [backwards ? { ...one, mitigated: one.detected } : one];
    }),
};

/** The times that are there, dealt out in the order of arrival. */
function asArrived<T extends Known>(list: readonly T[]): T[] {
  const times = list.map((one) => one.at).toSorted();
  const dealt = (one: T, place: number): T => ({ ...one, at: times[place] ?? one.at });
  return list.toSorted((a, b) => (a.told < b.told ? -1 : a.told > b.told ? 1 : 0)).map(dealt);
}

function current(useCase: UseCase): (decision: UseCase['decisions'][number]) => UseCase['decisions'][number] {
  const version = useCase.changes.at(-1)?.version ?? useCase.registered.version;
  return (decision) => ({ ...decision, version });
}

function cases(ledger: Ledger, change: (one: UseCase) => UseCase): Ledger {
  return { ...ledger, useCases: ledger.useCases.map(change) };
}

function incidents(ledger: Ledger, change: (one: Incident) => Incident[]): Ledger {
  return { ...ledger, incidents: ledger.incidents.flatMap(change) };
}
