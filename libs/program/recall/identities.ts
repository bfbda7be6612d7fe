import type { ClickHouse, QueryContext } from '#clickhouse';
import { ByIdentity, FactQuery, momentParameter } from '#facts';
import type { Instant } from '#platform';
import { z } from 'zod';
import { identityColumns, identityRow } from '../identity/identities.query.ts';
import { identityRegister, type IdentityRegister } from '../identity/identity-register.ts';

const AFTER = `recorded_at > ${momentParameter('after')}`;
const THROUGH = `recorded_at <= ${momentParameter('through')}`;

const actors = (recorded: string) =>
  `SELECT DISTINCT actor FROM learning_facts
    WHERE tenant = {tenant:String} AND activity IN {activities:Array(String)} AND ${recorded}`;
/** An actor is found under its own identity, and a mailbox under its SHA-1 too. */
const isOneOf = (recorded: string) =>
  `(identity IN (${actors(recorded)}) OR identity IN (
    SELECT concat('mbox_sha1sum:', lower(hex(SHA1(substring(actor, 6))))) FROM (${actors(recorded)}) WHERE startsWith(actor, 'mbox:')))`;

/**
 * Those identities alone that statements of some activities were made under: a program's answer then takes as long in a tenant
 * of a million events as in its own. A range has what was recorded of known actors, and everything of actors new in it.
 */
const identityFacts = new FactQuery({
  name: 'program.identity-facts-of-activities',
  types: ['plumbline.learner.enrolled', 'plumbline.learner.identified', 'plumbline.xapi.statement-stored'],
  table: 'identity_facts',
  columns: identityColumns,
  where: THROUGH,
  range: `((${AFTER} AND ${isOneOf(THROUGH)}) OR ${isOneOf(`${AFTER} AND ${THROUGH}`)})`,
  perEvent: 'identity',
  params: z.object({ activities: z.array(z.string()) }),
  row: identityRow,
});

const known = new ByIdentity<IdentityRegister>();

/** The identities known at a moment that may have made a statement of one of the activities, from memory. */
export async function recallIdentities(
  clickhouse: ClickHouse,
  tenant: string,
  activities: readonly string[],
  knownBy: Instant,
  context?: QueryContext,
): Promise<IdentityRegister> {
  const params = { activities: [...activities] };
  const facts = await identityFacts.recall(clickhouse, tenant, params, knownBy, context);
  return known.of([facts], '', () => identityRegister(facts));
}
