import { defineQuery, type LogTable } from '#clickhouse';
import type { Instant } from '#platform';
import { z } from 'zod';

const instant = z.string().transform((text) => text as Instant);

/** Which of some identities of one source are taken. An id of another source is another event. */
export const takenIdentities = defineQuery({
  name: 'event-log.taken-identities',
  sql: `
    SELECT id, argMin(content_hash, recorded_at) AS content_hash, min(recorded_at) AS first_recorded_at
    FROM event_identities
    WHERE tenant = {tenant:String} AND source = {source:String} AND id IN {ids:Array(String)}
    GROUP BY id`,
  params: z.object({ source: z.string(), ids: z.array(z.string()) }),
  row: z.object({ id: z.string(), content_hash: z.string(), first_recorded_at: instant }),
});

/** The greatest recorded_at of all tenants (tenant is passed as ''): where a new writer goes on. */
export const latestRecordedAt = defineQuery({
  name: 'event-log.latest-recorded-at',
  sql: `SELECT max(recorded_at) AS recorded_at FROM events WHERE {tenant:String} = '' OR tenant = {tenant:String}`,
  params: z.object({}),
  row: z.object({ recorded_at: instant }),
});

/** How many rows of one insert are in its table of the log: all or none, as one insert is one part. */
export const rowsRecordedBetween = (table: LogTable) =>
  defineQuery({
    name: 'event-log.rows-recorded-between',
    sql: `
    SELECT count() AS rows FROM ${table}
    WHERE ({tenant:String} = '' OR tenant = {tenant:String})
      AND recorded_at >= parseDateTime64BestEffort({first:String}, 6, 'UTC') AND recorded_at <= parseDateTime64BestEffort({last:String}, 6, 'UTC')`,
    params: z.object({ first: z.string(), last: z.string() }),
    row: z.object({ rows: z.coerce.number() }),
  });
