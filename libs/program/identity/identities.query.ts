import { defineQuery, type ClickHouse, type QueryContext } from '#clickhouse';
import { originColumns, originOf, type FactOrigin } from '#facts';
import { z } from 'zod';
import type { Clocks } from '../clocks.ts';
import { identityRegister, type IdentityFact, type IdentityRegister } from './identity-register.ts';

/** The columns of an identity's facts, beside those that every fact has. */
export const identityColumns = 'identity, learner, action';
export const identityRow = z
  .object({
    ...originColumns,
    identity: z.string(),
    learner: z.string(),
    action: z.enum(['added', 'ended']),
  })
  .transform((row): IdentityFact & FactOrigin => ({
    ...originOf(row),
    identity: row.identity,
    learner: row.learner,
    action: row.action,
  }));

const identityFacts = defineQuery({
  name: 'program.identity-facts',
  sql: `
    SELECT ${identityColumns}, source, id, occurred_at, recorded_at
    FROM identity_facts_at(tenant = {tenant:String}, as_of = {as_of:String}, known_by = {known_by:String})`,
  params: z.object({ as_of: z.string(), known_by: z.string() }),
  row: identityRow,
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
