import type { Instant } from '#platform';
import type { Clocks } from '../calendar.ts';
import { ownWindow } from '../calendar.ts';
import type { Ledger, LedgerLearner } from '../ledger/ledger.ts';
import type { Role } from '../plan.ts';
import { roles } from '../plan.ts';

export interface Member {
  readonly learner: LedgerLearner;
  /** The role held at the earlier of `asOf` and the end of the own day 90. */
  readonly role: Role | null;
  readonly closes: Instant;
}

export interface Cohort {
  /** Everyone enrolled but those excluded; withdrawals stay. */
  readonly members: readonly Member[];
  readonly excluded: readonly (Member & { readonly reason: string })[];
}

export function cohortOf(ledger: Ledger, { asOf }: Clocks): Cohort {
  const everyone = ledger.learners.map((learner) => {
    const { closes } = ownWindow(learner.enrolled.at);
    const until = asOf < closes ? asOf : closes;
    const changes = learner.roleChanges.filter((change) => change.at <= until);
    const last = changes.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1);
    return { learner, closes, role: last === undefined ? learner.enrolled.role : last.role };
  });
  return {
    members: everyone.filter(({ learner }) => learner.excluded === null),
    excluded: everyone.flatMap((member) =>
      member.learner.excluded === null ? [] : [{ ...member, reason: member.learner.excluded.reason }],
    ),
  };
}

/** The cohort in one part for each role, and one for those whose role nobody knows. */
export function byRole<T>(cohort: Cohort, rowOf: (part: Cohort) => T): Record<string, T> {
  const rows: Record<string, T> = {};
  for (const role of [...roles, null]) {
    const part = {
      members: cohort.members.filter((member) => member.role === role),
      excluded: cohort.excluded.filter((member) => member.role === role),
    };
    if (part.members.length + part.excluded.length > 0) rows[role ?? 'unknown'] = rowOf(part);
  }
  return rows;
}

export function tally(reasons: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reason of reasons.toSorted()) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
