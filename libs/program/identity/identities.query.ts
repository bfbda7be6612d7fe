import { defineQuery, type ClickHouse, type QueryContext } from '#clickhouse';
import { z } from 'zod';
import type { Clocks } from '../clocks.ts';
import { moment } from '../fact-columns.ts';
import { identityRegister, type IdentityRegister } from './identity-register.ts';

const identityFacts = defineQuery({
  name: 'program.identity-facts',
  sql: `
    SELECT identity, learner, action, occurred_at AS occurredAt, recorded_at AS recordedAt
    FROM identity_facts_at(tenant = {tenant:String}, as_of = {as_of:String}, known_by = {known_by:String})`,
  params: z.object({ as_of: z.string(), known_by: z.string() }),
  row: z.object({
    identity: z.string(),
    learner: z.string(),
    action: z.enum(['added', 'ended']),
    occurredAt: moment,
    recordedAt: moment,
  }),
});

/**
 * Those identities alone that statements of some activities were made under (a mailbox also counts by its SHA-1): a program's
 * answer then takes as long in a tenant of a million events as in its own.
 */
const identityFactsOfActivities = defineQuery({
  name: 'program.identity-facts-of-activities',
  sql: `
    WITH actors AS (SELECT DISTINCT actor FROM learning_facts WHERE tenant = {tenant:String} AND activity IN {activities:Array(String)})
    ${identityFacts.sql}
    WHERE identity IN (SELECT actor FROM actors)
      OR identity IN (SELECT concat('mbox_sha1sum:', lower(hex(SHA1(substring(actor, 6))))) FROM actors WHERE startsWith(actor, 'mbox:'))`,
  params: identityFacts.params.and(z.object({ activities: z.array(z.string()) })),
  row: identityFacts.row,
});

/** The identities of a tenant's learners at both clocks; with `activities` those that may have made a statement of one of them. */
export async function identitiesAt(
  clickhouse: ClickHouse,
  tenant: string,
  clocks: Clocks,
  context?: QueryContext,
  activities?: readonly string[],
): Promise<IdentityRegister> {
  const params = { as_of: clocks.asOf, known_by: clocks.knownBy };
  const rows =
    activities === undefined
      ? await clickhouse.query(identityFacts, tenant, params, context)
      : await clickhouse.query(
          identityFactsOfActivities,
          tenant,
          { ...params, activities: [...activities] },
          context,
        );
  return identityRegister(rows);
}
