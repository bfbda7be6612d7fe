import type { Clocks } from '../calendar.ts';
import type { Incident, Known, Ledger, LedgerLearner, UseCase } from '../ledger/ledger.ts';

/** What of a ledger counts at both clocks. */
export function cut(ledger: Ledger, clocks: Clocks): Ledger {
  const all = <T extends Known>(list: readonly T[]) => list.filter((one) => counts(one, clocks));
  const one = <T extends Known>(known: T | null) => (known !== null && counts(known, clocks) ? known : null);
  const learnerAt = (learner: LedgerLearner): LedgerLearner => ({
    ...learner,
    roleChanges: all(learner.roleChanges),
    withdrawn: one(learner.withdrawn),
    excluded: one(learner.excluded),
    identities: all(learner.identities),
  });
  const incidentAt = (incident: Incident): Incident => ({
    ...incident,
    detected: one(incident.detected),
    acknowledged: one(incident.acknowledged),
    mitigated: one(incident.mitigated),
    resolved: one(incident.resolved),
  });
  const exceptionAt = (exception: UseCase['exceptions'][number]): UseCase['exceptions'][number] => ({
    ...exception,
    closed: one(exception.closed),
  });
  const useCaseAt = (useCase: UseCase): UseCase => ({
    ...useCase,
    changes: all(useCase.changes),
    retiers: all(useCase.retiers),
    firstUsed: one(useCase.firstUsed),
    retired: one(useCase.retired),
    requests: all(useCase.requests),
    decisions: all(useCase.decisions),
    exceptions: useCase.exceptions.filter(({ granted }) => counts(granted, clocks)).map(exceptionAt),
  });
  return {
    learners: ledger.learners.filter((learner) => counts(learner.enrolled, clocks)).map(learnerAt),
    completions: all(ledger.completions),
    scores: all(ledger.scores),
    prompts: all(ledger.prompts),
    reviews: all(ledger.reviews),
    incidents: ledger.incidents.filter((incident) => counts(incident.opened, clocks)).map(incidentAt),
    useCases: ledger.useCases.filter((useCase) => counts(useCase.registered, clocks)).map(useCaseAt),
    strangers: all(ledger.strangers),
  };
}

function counts(known: Known, { asOf, knownBy }: Clocks): boolean {
  const taken = known.untold !== undefined && known.untold <= knownBy;
  return known.at <= asOf && known.told <= knownBy && !taken;
}
