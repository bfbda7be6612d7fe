import { instantFromMicros, instantToMicros, type Instant } from '#platform';
import { approvalAt, validUntil } from '../../governance-coverage/coverage.ts';
import { registerOf, type UseCase, type UseCaseFact } from '../../governance-coverage/use-case.ts';

/**
 * Since when a case has been in use without a valid review of its version then: not longer than since its first use, and
 * not while an approval held that has run out, or was given for an earlier version.
 * @param history the register's entries on this case
 */
export function uncoveredSince(
  useCase: UseCase,
  history: readonly UseCaseFact[],
  reviewValidity: string | null,
  asOf: Instant,
): Instant {
  const firstUsedAt = useCase.firstUse?.occurredAt ?? asOf;
  const turns = [
    ...history.map(({ occurredAt }) => occurredAt),
    ...useCase.decisions.flatMap((decision) => [
      decision.occurredAt,
      validUntil(decision, reviewValidity) ?? decision.occurredAt,
    ]),
  ].filter((moment) => moment > firstUsedAt && moment < asOf);
  let since = asOf;
  // between two turns nothing changes, so what holds just after the earlier one holds until the later one
  for (const turn of [firstUsedAt, ...turns].sort().reverse()) {
    const after = instantFromMicros(instantToMicros(turn) + 1n);
    const [then] = registerOf(
      history.filter(({ occurredAt }) => occurredAt <= after),
      [],
    );
    const version = then?.version ?? useCase.version;
    if (approvalAt(useCase.decisions, version, after, reviewValidity) !== null) break;
    since = turn;
  }
  return since;
}
