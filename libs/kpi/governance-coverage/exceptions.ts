import { type Instant, secondsBetween } from '#platform';
import { byOccurrence } from '../evidence/evidence.ts';
import type { GovernanceFact } from './use-case.ts';

/** Exceptions that are open at a moment: granted and not closed by then. One past its expiry stays listed, as expired. */
export function exceptionsAt(facts: readonly GovernanceFact[], asOf: Instant) {
  const closedAt = new Map<string, Instant>();
  for (const fact of facts) {
    if (fact.kind !== 'exception-closed') continue;
    const known = closedAt.get(exceptionKey(fact));
    if (known === undefined || fact.occurredAt > known) closedAt.set(exceptionKey(fact), fact.occurredAt);
  }
  return facts
    .filter((fact) => fact.kind === 'exception-granted')
    .filter((fact) => (closedAt.get(exceptionKey(fact)) ?? '') < fact.occurredAt)
    .toSorted(byOccurrence)
    .map((fact) => ({
      exception: fact.exception,
      useCase: fact.useCase,
      approver: fact.approver,
      reason: fact.reason,
      expires: fact.expires,
      expired: fact.expires !== null && fact.expires < asOf,
      days: secondsBetween(fact.occurredAt, asOf) / 86_400,
    }));
}

/** An exception is of one use case: what closes one of the same name for another case leaves it open. */
export function exceptionKey({ exception, useCase }: GovernanceFact): string {
  return JSON.stringify([exception, useCase]);
}
