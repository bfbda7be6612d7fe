import type { Clocks } from '../calendar.ts';
import type { Known, Ledger } from '../ledger/ledger.ts';

/** What of a ledger counts at both clocks. */
export function cut(ledger: Ledger, clocks: Clocks): Ledger {
  const all = <T extends Known>(list: readonly T[]) => list.filter((one) => counts(one, clocks));
  const one = <T extends Known>(known: T | null) => (known !== null && counts(known, clocks) ? known : null);
  return {
    learners: ledger.learners
      .filter((learner) => counts(learner.enrolled, clocks))
      .map((learner) => ({
        ...learner,
        roleChanges: all(learner.roleChanges),
        withdrawn: one(learner.withdrawn),
        excluded: one(learner.excluded),
        identities: all(learner.identities),
      })),
    completions: all(ledger.completions),
    scores: all(ledger.scores),
    prompts: all(ledger.prompts),
    reviews: all(ledger.reviews),
    incidents: ledger.incidents
      .filter((incident) => counts(incident.opened, clocks))
      .map((incident) => ({
        ...incident,
        detected: one(incident.detected),
        acknowledged: one(incident.acknowledged),
        mitigated: one(incident.mitigated),
        resolved: one(incident.resolved),
      })),
    useCases: ledger.useCases
      .filter((useCase) => counts(useCase.registered, clocks))
      .map((useCase) => ({
        ...useCase,
        changes: all(useCase.changes),
        retiers: all(useCase.retiers),
        firstUsed: one(useCase.firstUsed),
        retired: one(useCase.retired),
        requests: all(useCase.requests),
        decisions: all(useCase.decisions),
        exceptions: useCase.exceptions
          .filter((exception) => counts(exception.granted, clocks))
          .map((exception) => ({ ...exception, closed: one(exception.closed) })),
      })),
    strangers: all(ledger.strangers),
  };
}

function counts(known: Known, { asOf, knownBy }: Clocks): boolean {
  const taken = known.untold !== undefined && known.untold <= knownBy;
  return known.at <= asOf && known.told <= knownBy && !taken;
}
