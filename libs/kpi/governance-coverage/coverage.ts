import { addDuration, type Instant } from '#platform';
import type { GovernanceFact, UseCase } from './use-case.ts';

/**
 * The approval that covers a version at a moment; null when there is none. The last decision on the version stands, so a
 * later rejection or request for changes ends an approval. An approval holds until the date it names, else for the
 * validity that the program sets (ISO 8601; null: it does not expire).
 */
export function approvalAt(
  decisions: readonly GovernanceFact[],
  version: string,
  at: Instant,
  reviewValidity: string | null,
): GovernanceFact | null {
  const last = decisions.findLast(
    (fact) => fact.version === version && fact.occurredAt <= at && !endedBefore(fact),
  );
  if (last === undefined || last.decision !== 'approved') return null;
  const until = validUntil(last, reviewValidity);
  return until === null || at <= until ? last : null;
}

/** An approval that had ended before it was decided contradicts itself: it covers nothing, and ends no other. */
export function endedBefore({ decision, validUntil, occurredAt }: GovernanceFact): boolean {
  return decision === 'approved' && validUntil !== null && validUntil < occurredAt;
}

/** When an approval runs out; null: it does not. */
export function validUntil(approval: GovernanceFact, reviewValidity: string | null): Instant | null {
  return (
    approval.validUntil ?? (reviewValidity === null ? null : addDuration(approval.occurredAt, reviewValidity))
  );
}

/** When the review of the current version is due: as last requested for it, else the case's first use. */
export function dueOf(useCase: UseCase): Instant | null {
  const request = useCase.requests.findLast((fact) => fact.version === useCase.version);
  return request?.due ?? useCase.firstUse?.occurredAt ?? null;
}
