import { defineQuery, slicesByLength, type ClickHouse } from '#clickhouse';
import type { Instant } from '#platform';
import { z } from 'zod';
import type { Saying } from './holding.ts';

const identityHistory = defineQuery({
  name: 'intake.identity-history',
  sql: `
    SELECT identity, learner, action, occurred_at, source, id
    FROM identity_facts
    WHERE tenant = {tenant:String} AND identity IN {identities:Array(String)}
      AND (source, id) NOT IN (SELECT target_source, target_id FROM void_facts WHERE tenant = {tenant:String})
    ORDER BY recorded_at
    LIMIT 1 BY source, id, identity`,
  params: z.object({ identities: z.array(z.string()) }),
  row: z
    .object({
      identity: z.string(),
      learner: z.string(),
      action: z.enum(['added', 'ended']),
      occurred_at: z.string().transform((text) => text as Instant),
      source: z.string(),
      id: z.string(),
    })
    .transform(({ occurred_at: at, ...row }) => ({ ...row, at })),
});

/** All that was said of some identities, by identity, first recorded first. Voided events said nothing. */
export async function identityHistories(
  clickhouse: ClickHouse,
  tenant: string,
  identities: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly Saying[]>> {
  const histories = new Map<string, Saying[]>();
  for (const slice of slicesByLength([...identities])) {
    for (const { identity, ...saying } of await clickhouse.query(identityHistory, tenant, {
      identities: slice,
    })) {
      const known = histories.get(identity);
      if (known) known.push(saying);
      else histories.set(identity, [saying]);
    }
  }
  return histories;
}
