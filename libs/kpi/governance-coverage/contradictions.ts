import { evidenceOf, type EvidenceEntry } from '../evidence/evidence.ts';
import { endedBefore } from './coverage.ts';
import { exceptionKey } from './exceptions.ts';
import type { GovernanceFact } from './use-case.ts';

/** Decisions and closures that cannot be true as they were told. They cover nothing and close nothing. */
export function contradictionsIn(facts: readonly GovernanceFact[]): EvidenceEntry[] {
  const granted = Map.groupBy(
    facts.filter(({ kind }) => kind === 'exception-granted'),
    exceptionKey,
  );
  return facts.flatMap((fact) => {
    const reason = reasonOf(fact, granted.get(exceptionKey(fact)) ?? []);
    return reason === null ? [] : [evidenceOf('quarantined', fact.useCase, fact, reason)];
  });
}

function reasonOf(fact: GovernanceFact, grants: readonly GovernanceFact[]): string | null {
  if (fact.kind === 'review-decided')
    return endedBefore(fact) ? 'approval ended before it was decided' : null;
  const closedEarly =
    fact.kind === 'exception-closed' &&
    grants.length > 0 &&
    grants.every(({ occurredAt }) => occurredAt > fact.occurredAt);
  return closedEarly ? 'exception closed before it was granted' : null;
}
