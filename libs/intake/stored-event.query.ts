import { defineQuery } from '#clickhouse';
import type { Instant } from '#platform';
import { z } from 'zod';

const instant = z.string().transform((text) => text as Instant);

/** One event as stored: the identity tells when it was recorded, which is its place in the log. */
export const storedEvent = defineQuery({
  name: 'intake.stored-event',
  sql: `
    SELECT source, id, type, version, subject, program, occurred_at, time_given, recorded_at, attributes, data
    FROM events
    WHERE tenant = {tenant:String}
      AND recorded_at IN (
        SELECT min(recorded_at) FROM event_identities
        WHERE tenant = {tenant:String} AND id = {id:String} AND ({source:String} = '' OR source = {source:String})
        GROUP BY source)
      AND id = {id:String} AND ({source:String} = '' OR source = {source:String})
    ORDER BY recorded_at
    LIMIT 2`,
  params: z.object({ id: z.string(), source: z.string() }),
  row: z.object({
    source: z.string(),
    id: z.string(),
    type: z.string(),
    version: z.number(),
    subject: z.string(),
    program: z.string(),
    occurred_at: instant,
    time_given: z.boolean(),
    recorded_at: instant,
    attributes: z.string(),
    data: z.string(),
  }),
});
