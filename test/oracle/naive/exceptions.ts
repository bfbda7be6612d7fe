import { secondsBetween, type Instant } from '#platform';
import type { Governance } from './use-cases.ts';

/** Granted, and not closed since. One that has expired is still listed, as expired. */
export function exceptionsOf({ grants, closures }: Governance, ids: readonly string[], asOf: Instant) {
  const open = grants.filter(
    ({ entry, data }) =>
      ids.includes(data.useCase) &&
      !closures.some((closure) => isSame(closure.data, data) && closure.entry.occurredAt >= entry.occurredAt),
  );
  return open.map(({ entry, data }) => ({
    exception: data.exception,
    useCase: data.useCase,
    approver: data.approver,
    reason: data.reason,
    expires: data.expires,
    days: secondsBetween(entry.occurredAt, asOf) / 86_400,
    expired: data.expires !== null && data.expires < asOf,
  }));
}

interface Named {
  readonly exception: string;
  readonly useCase: string;
}

/** An exception is of one use case. */
function isSame(a: Named, b: Named): boolean {
  return a.exception === b.exception && a.useCase === b.useCase;
}

export function contradictionsIn({ decisions, grants, closures }: Governance, ids: readonly string[]) {
  const ended = decisions.flatMap(({ entry, data }) =>
    data.decision === 'approved' && data.validUntil && data.validUntil < entry.occurredAt
      ? [{ useCase: data.useCase, entry, reason: 'approval ended before it was decided' }]
      : [],
  );
  const closedEarly = closures.flatMap(({ entry, data }) => {
    const own = grants.filter((grant) => isSame(grant.data, data));
    return own.length > 0 && own.every((grant) => grant.entry.occurredAt > entry.occurredAt)
      ? [{ useCase: data.useCase, entry, reason: 'exception closed before it was granted' }]
      : [];
  });
  return [...ended, ...closedEarly].filter(({ useCase }) => ids.includes(useCase));
}
