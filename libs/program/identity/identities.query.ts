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

/** The identities of a tenant's learners at both clocks. */
export async function identitiesAt(
  clickhouse: ClickHouse,
  tenant: string,
  clocks: Clocks,
  context?: QueryContext,
): Promise<IdentityRegister> {
  const params = { as_of: clocks.asOf, known_by: clocks.knownBy };
  return identityRegister(await clickhouse.query(identityFacts, tenant, params, context));
}
