import { z } from 'zod';
import type { DirtName } from '../dirt/kinds.ts';
import type { Identity, LedgerLearner } from '../ledger/ledger.ts';
import { programStart, roles } from '../plan.ts';
import type { Received } from './received.ts';

const identity: z.ZodType<Identity> = z.union([
  z.object({ mbox: z.string() }),
  z.object({ mbox_sha1sum: z.string() }),
  z.object({ openid: z.string() }),
  z.object({ account: z.object({ homePage: z.string(), name: z.string() }) }),
]);
const role = z.enum(roles);
const enrolled = z.object({
  learner: z.string(),
  role: role.optional(),
  team: z.string(),
  identities: z.array(z.unknown()),
});
const changed = z.object({ learner: z.string(), role });
const excluded = z.object({
  learner: z.string(),
  reason: z.enum(['left-company', 'role-out-of-scope', 'duplicate-identity', 'long-leave']),
  approver: z.string(),
});
const identified = z.object({ learner: z.string(), identity });

/** A key under which one actor is one actor, whatever else stands in it. */
export function actorKey(actor: unknown): string | null {
  const known = identity.safeParse(actor);
  return known.success ? JSON.stringify(known.data) : null;
}

/** The cohort as the events of the people system tell it. */
export function readLearners(rows: readonly Received[], ignore: DirtName | null): LedgerLearner[] {
  const own = Map.groupBy(rows, ({ body }) => body['learner']);
  const about = (type: string, id: string) => (own.get(id) ?? []).filter((row) => row.type === type);
  return rows
    .filter((row) => row.type === 'learner.enrolled')
    .map((row): LedgerLearner => {
      const { learner: id, role, team, identities } = enrolled.parse(row.body);
      const clock = { at: row.at, told: row.told };
      const exclusion = about('learner.excluded', id)[0];
      const withdrawal = about('learner.withdrawn', id)[0];
      const all = [
        ...identities.flatMap((one) => identity.safeParse(one).data ?? []),
        ...about('learner.identified', id).map((one) => identified.parse(one.body).identity),
      ];
      return {
        id,
        shape: 'regular',
        place: 0,
        team,
        enrolled: {
          ...clock,
          at: ignore === 'late-joiners' ? programStart : row.at,
          role: role ?? null,
        },
        roleChanges:
          ignore === 'roles-changed'
            ? []
            : about('learner.role-changed', id).map((one) => ({
                at: one.at,
                told: one.told,
                role: changed.parse(one.body).role,
              })),
        withdrawn: withdrawal === undefined ? null : { at: withdrawal.at, told: withdrawal.told },
        excluded:
          exclusion === undefined || ignore === 'exclusions'
            ? null
            : { at: exclusion.at, told: exclusion.told, ...excluded.parse(exclusion.body) },
        identities: (ignore === 'two-identities' ? all.slice(0, 1) : all).map((one) => ({
          at: row.at,
          told: row.told,
          identity: one,
        })),
      };
    })
    .filter((learner) => ignore !== 'withdrawals' || learner.withdrawn === null);
}
