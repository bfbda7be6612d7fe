import { type ClickHouse, defineQuery } from '#clickhouse';
import { parseExactJson } from '#platform';
import { z } from 'zod';
import { isObject, type JsonObject } from '../statement/json-value.ts';

/** What is known of an agent or an activity is gathered from so many statements, the latest. */
const LOOKED_AT = 1000;

const row = z.object({ data: z.string() });
const namingAgent = defineQuery({
  name: 'xapi.statements-naming-agent',
  sql: `
    SELECT data FROM statement_events
    WHERE tenant = {tenant:String} AND recorded_at IN (
      SELECT recorded_at FROM statement_events
      WHERE tenant = {tenant:String} AND hasAny(identities, {agent:Array(String)})
      ORDER BY tenant DESC, recorded_at DESC LIMIT {rows:UInt32})
    ORDER BY recorded_at`,
  params: z.object({ agent: z.array(z.string()), rows: z.number() }),
  row,
});
const namingActivity = defineQuery({
  name: 'xapi.statements-naming-activity',
  sql: `
    SELECT data FROM statement_events
    WHERE tenant = {tenant:String} AND recorded_at IN (
      SELECT recorded_at FROM statement_events
      WHERE tenant = {tenant:String} AND has(related_activities, {activity:String})
      ORDER BY tenant DESC, recorded_at DESC LIMIT {rows:UInt32})
    ORDER BY recorded_at`,
  params: z.object({ activity: z.string(), rows: z.number() }),
  row,
});

/** The latest statements that name an agent anywhere, by any of its identities; the oldest first. */
export async function statementsNamingAgent(
  clickhouse: ClickHouse,
  tenant: string,
  agent: readonly string[],
): Promise<JsonObject[]> {
  return parsed(await clickhouse.query(namingAgent, tenant, { agent: [...agent], rows: LOOKED_AT }));
}

/** The latest statements that name an activity anywhere; the oldest first. */
export async function statementsNamingActivity(
  clickhouse: ClickHouse,
  tenant: string,
  activity: string,
): Promise<JsonObject[]> {
  return parsed(await clickhouse.query(namingActivity, tenant, { activity, rows: LOOKED_AT }));
}

function parsed(rows: readonly { readonly data: string }[]): JsonObject[] {
  return rows.map(({ data }) => parseExactJson(data)).filter(isObject);
}
