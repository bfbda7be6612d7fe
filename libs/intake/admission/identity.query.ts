import { defineQuery } from '#clickhouse';
import type { Instant } from '#platform';
import { z } from 'zod';

/** All that was said of some identities, first recorded first: who had them from when, and until when. Voided events said nothing. */
export const identityHistory = defineQuery({
  name: 'intake.identity-history',
  sql: `
    SELECT identity, learner, action, occurred_at
    FROM identity_facts
    WHERE tenant = {tenant:String} AND identity IN {identities:Array(String)}
      AND (source, id) NOT IN (SELECT target_source, target_id FROM void_facts WHERE tenant = {tenant:String})
    ORDER BY recorded_at
    LIMIT 1 BY source, id, identity`,
  params: z.object({ identities: z.array(z.string()) }),
  row: z.object({
    identity: z.string(),
    learner: z.string(),
    action: z.enum(['added', 'ended']),
    occurred_at: z.string().transform((text) => text as Instant),
  }),
});
