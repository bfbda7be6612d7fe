import { defineQuery } from '#clickhouse';
import type { Instant } from '#platform';
import { z } from 'zod';

const instant = z.string().transform((text) => text as Instant);
const between = z.object({ after: z.string(), through: z.string() });

const REFERRING = `
  SELECT recorded_at FROM statement_index
  WHERE tenant = {tenant:String} AND key = sipHash128(('reference', ''))
    AND recorded_at > parseDateTime64BestEffort({after:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({through:String}, 6, 'UTC')`;

/** Counted no further than `limit`. */
export const referenceCount = defineQuery({
  name: 'xapi.reference-count',
  sql: `SELECT uniqExact(recorded_at) AS references FROM (${REFERRING} LIMIT {limit:UInt32})`,
  params: between.extend({ limit: z.number() }),
  row: z.object({ references: z.coerce.number() }),
});

export const referencesBetween = defineQuery({
  name: 'xapi.references-between',
  sql: `
    SELECT id, recorded_at, object_id FROM statement_events
    WHERE tenant = {tenant:String} AND recorded_at IN (${REFERRING})`,
  params: between,
  row: z.object({ id: z.string(), recorded_at: instant, object_id: z.string() }),
});

/** What statements name, in the words that the view `cut_statement_index` (migration 0013) makes keys of. */
export const targetsOf = defineQuery({
  name: 'xapi.reference-targets',
  sql: `
    SELECT id, recorded_at, arrayConcat(
        [('verb', verb)],
        arrayMap(agent -> ('agent', agent), arraySlice(identities, 1, indexOf(identities, '') - 1)),
        arrayMap(agent -> ('related-agent', agent), arraySlice(identities, indexOf(identities, '') + 1)),
        if(object_type = 'Activity', [('activity', object_id)], []),
        arrayMap(activity -> ('related-activity', activity), arrayFilter(activity -> object_type != 'Activity' OR activity != object_id, related_activities)),
        if(registration != '', [('registration', registration)], [])) AS names
    FROM statement_events
    WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({through:String}, 6, 'UTC') AND recorded_at IN (
      SELECT recorded_at FROM event_identities
      WHERE tenant = {tenant:String} AND source = {source:String} AND id IN {ids:Array(String)})`,
  params: z.object({ through: z.string(), source: z.string(), ids: z.array(z.string()) }),
  row: z.object({
    id: z.string(),
    recorded_at: instant,
    names: z.array(z.tuple([z.string(), z.string()])),
  }),
});
