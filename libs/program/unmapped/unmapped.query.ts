import { defineQuery, type ClickHouse, type QueryContext } from '#clickhouse';
import { LATEST_INSTANT, type Instant } from '#platform';
import { z } from 'zod';
import { knownActivities } from '../definition/curriculum.ts';
import { programAt, programIds } from '../definition/program.query.ts';
import type { UnmappedCursor } from './cursor.ts';
import { unmappedEntrySchema, type UnmappedEntry, type UnmappedKind } from './unmapped.schema.ts';

/** What one page is asked for. */
export interface UnmappedAsk {
  readonly kind: UnmappedKind;
  /** What was recorded by then. */
  readonly knownBy: Instant;
  readonly rows: number;
  readonly after: UnmappedCursor['after'] | null;
}

const params = z.object({
  known: z.array(z.string()),
  known_by: z.string(),
  rows: z.number(),
  after_seen: z.string(),
  after_key: z.string(),
});

/**
 * Statements grouped by one of their columns, the latest seen first. A statement is stored once, whatever is sent, so it is counted
 * by its rows; `after` is where an earlier page ended.
 */
const grouped = (kind: UnmappedKind, key: string, unknown: string) =>
  defineQuery({
    name: `program.unmapped-${kind}`,
    sql: `
    SELECT ${key} AS key, uniqExact(id) AS statements, argMax(id, recorded_at) AS example,
      min(recorded_at) AS firstSeen, max(recorded_at) AS lastSeen
    FROM statement_events
    WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC') AND ${key} != '' AND ${unknown}
    GROUP BY key
    HAVING (lastSeen, key) < (parseDateTime64BestEffort({after_seen:String}, 6, 'UTC'), {after_key:String})
    ORDER BY lastSeen DESC, key DESC
    LIMIT {rows:UInt32}`,
    params,
    row: unmappedEntrySchema.extend({ statements: z.coerce.number().int() }),
  });

/**
 * A statement counts as known by its object or by any activity in its context: cmi5 and course players name the course there, and
 * the object is a page of it.
 */
const activities = grouped(
  'activities',
  'object_id',
  `object_type = 'Activity' AND NOT hasAny(related_activities, {known:Array(String)})`,
);

const verbs = grouped('verbs', 'verb', 'verb NOT IN {known:Array(String)}');

/** A mailbox is also known by its SHA-1. An actor that was a learner's at any time is known. */
const actors = grouped(
  'actors',
  'subject',
  `length({known:Array(String)}) = 0
      AND subject NOT IN (
        SELECT identity FROM identity_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
      AND (NOT startsWith(subject, 'mbox:') OR concat('mbox_sha1sum:', lower(hex(SHA1(substring(subject, 6))))) NOT IN (
        SELECT identity FROM identity_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')))`,
);

/** What the KPIs read of a statement; other verbs are stored and move nothing unless they report a result. */
const READ_VERBS = [
  ...['completed', 'passed', 'failed', 'scored', 'mastered', 'voided'].map(
    (verb) => `http://adlnet.gov/expapi/verbs/${verb}`,
  ),
  ...['satisfied', 'waived'].map((verb) => `https://w3id.org/xapi/adl/verbs/${verb}`),
];

/** Entries that no program of the tenant, as it stands now, knows. Of one page: at most `rows`. */
export async function unmappedEntries(
  clickhouse: ClickHouse,
  tenant: string,
  { kind, knownBy, rows, after }: UnmappedAsk,
  context?: QueryContext,
): Promise<UnmappedEntry[]> {
  const asked = {
    known: await knownOf(clickhouse, tenant, kind, knownBy),
    known_by: knownBy,
    rows,
    after_seen: after?.lastSeen ?? LATEST_INSTANT,
    after_key: after?.key ?? '',
  };
  return clickhouse.query({ activities, verbs, actors }[kind], tenant, asked, context);
}

async function knownOf(
  clickhouse: ClickHouse,
  tenant: string,
  kind: UnmappedKind,
  knownBy: Instant,
): Promise<string[]> {
  if (kind === 'actors') return [];
  if (kind === 'verbs') return READ_VERBS;
  const known = new Set<string>();
  for (const id of await programIds(clickhouse, tenant, knownBy)) {
    const inForce = await programAt(clickhouse, tenant, id, { asOf: LATEST_INSTANT, knownBy });
    for (const activity of inForce ? knownActivities(inForce.program) : []) known.add(activity);
  }
  return [...known];
}
