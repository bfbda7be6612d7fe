import { type ClickHouse, defineQuery } from '#clickhouse';
import { STATEMENT_SOURCE } from '#events';
import type { Instant } from '#platform';
import { z } from 'zod';
import type { StatementsQuery } from '../http/parameters.ts';
import { RELATED_FROM_HERE } from '../store/statement-event.ts';
import { VOIDED } from '../statement/check-statement.ts';

/** What a page is cut by beside the parameters of the request. */
export interface PageCut {
  /** The newest `stored` that the page may hold. */
  readonly through: Instant;
  /** The last statement of the page before; null on the first. */
  readonly after: Instant | null;
  readonly rows: number;
}

export interface PageRow {
  readonly stored: Instant;
  readonly id: string;
  readonly json: string;
}

/** Statements of a tenant that match a request, in the asked order of `stored`, which no two statements share. */
export async function statementsPage(
  clickhouse: ClickHouse,
  tenant: string,
  query: StatementsQuery,
  { through, after, rows }: PageCut,
): Promise<PageRow[]> {
  const found = await clickhouse.query(pageQuery(query, after !== null), tenant, {
    agent: [...(query.agent ?? [])],
    verb: query.verb ?? '',
    activity: query.activity ?? '',
    registration: query.registration ?? '',
    since: query.since ?? '',
    until: query.until ?? '',
    through,
    after: after ?? '',
    rows,
    source: STATEMENT_SOURCE,
    voided: VOIDED,
    related: RELATED_FROM_HERE,
  });
  return found.map((row) => ({ stored: row.recorded_at, id: row.id, json: row.data }));
}

const params = z.object({
  agent: z.array(z.string()),
  verb: z.string(),
  activity: z.string(),
  registration: z.string(),
  since: z.string(),
  until: z.string(),
  through: z.string(),
  after: z.string(),
  rows: z.number(),
  source: z.string(),
  voided: z.string(),
  related: z.string(),
});
const row = z.object({
  recorded_at: z.string().transform((text) => text as Instant),
  id: z.string(),
  data: z.string(),
});

/** The typed columns say which statements match; the JSON is read by its key, for this page alone. */
function pageQuery(query: StatementsQuery, continued: boolean) {
  const direction = query.ascending ? 'ASC' : 'DESC';
  const cut = [...within(query, continued), NOT_VOIDED];
  const first = (conditions: readonly string[]) => `
        SELECT recorded_at FROM statement_events
        WHERE tenant = {tenant:String} AND ${[...conditions, ...cut].join(' AND ')}
        ORDER BY tenant ${direction}, recorded_at ${direction}
        LIMIT 1 BY recorded_at
        LIMIT {rows:UInt32}`;
  const own = matching(query);
  // Two searches and not one with OR: so each is served by the indexes that it can use.
  const found =
    own.length === 0
      ? first([])
      : `
        SELECT recorded_at FROM (${first(own)} UNION ALL ${first([refersTo(own)])})
        ORDER BY recorded_at ${direction}
        LIMIT 1 BY recorded_at
        LIMIT {rows:UInt32}`;
  return defineQuery({
    name: 'xapi.statements-page',
    sql: `
      SELECT recorded_at, id, data FROM statement_events
      WHERE tenant = {tenant:String} AND recorded_at IN (${found})
      ORDER BY recorded_at ${direction}`,
    params,
    row,
  });
}

/**
 * The filters on a statement's own content. They do not say when it was stored, so that they can be asked of the target
 * of a StatementRef too, to which `since`, `until` and `limit` do not apply (xAPI 1.0.3 Communication 2.1.4).
 */
function matching(query: StatementsQuery): string[] {
  const conditions: string[] = [];
  if (query.agent !== null) conditions.push(query.relatedAgents ? ANY_AGENT : AGENT);
  if (query.verb !== null) conditions.push('verb = {verb:String}');
  if (query.activity !== null) conditions.push(query.relatedActivities ? ANY_ACTIVITY : ACTIVITY);
  if (query.registration !== null) conditions.push('registration = {registration:String}');
  return conditions;
}

/** How far a StatementRef is followed: references may run in a circle, as a target may come after what names it. */
const DEEPEST_REFERENCE = 16;

/**
 * Statements about a statement that matches, or about one about it, match too (xAPI 1.0.3 Communication 2.1.4). References are
 * few: followed are those there are, from the statements that match back to what refers to them.
 */
function refersTo(own: readonly string[]): string {
  const references = `tenant = {tenant:String} AND object_type = 'StatementRef'`;
  return `(object_type = 'StatementRef' AND object_id IN (
    WITH RECURSIVE told AS (
      SELECT id, 1 AS depth FROM statement_events
      WHERE tenant = {tenant:String} AND recorded_at IN (
        SELECT recorded_at FROM event_identities
        WHERE tenant = {tenant:String} AND source = {source:String}
          AND id IN (SELECT object_id FROM statement_events WHERE ${references}))
        AND ${own.join(' AND ')}
      UNION ALL
      SELECT referring.id, told.depth + 1 AS depth
      FROM (SELECT id, object_id FROM statement_events WHERE ${references}) AS referring
      INNER JOIN told ON referring.object_id = told.id
      WHERE told.depth < ${DEEPEST_REFERENCE})
    SELECT id FROM told))`;
}

const ANY_AGENT = 'hasAny(identities, {agent:Array(String)})';
const AGENT = `(subject IN {agent:Array(String)} OR ${ANY_AGENT} AND hasAny(
  arraySlice(identities, 1, indexOf(identities, {related:String}) - 1), {agent:Array(String)}))`;
const ANY_ACTIVITY = 'has(related_activities, {activity:String})';
const ACTIVITY = `(object_type = 'Activity' AND object_id = {activity:String})`;

/** A void cannot be voided, even by one that came before it. */
const NOT_VOIDED = `(verb = {voided:String} OR id NOT IN (
  SELECT target_id FROM void_facts WHERE tenant = {tenant:String} AND target_source = {source:String}))`;

function within(query: StatementsQuery, continued: boolean): string[] {
  const moment = (name: string) => `parseDateTime64BestEffort({${name}:String}, 6, 'UTC')`;
  const conditions = [`recorded_at <= ${moment('through')}`];
  if (query.since !== null) conditions.push(`recorded_at > ${moment('since')}`);
  if (query.until !== null) conditions.push(`recorded_at <= ${moment('until')}`);
  if (continued) conditions.push(`recorded_at ${query.ascending ? '>' : '<'} ${moment('after')}`);
  return conditions;
}
