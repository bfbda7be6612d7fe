import { type ClickHouse, defineQuery } from '#clickhouse';
import { parseExactJson } from '#platform';
import { z } from 'zod';
import { isObject, type JsonObject } from '../statement/json-value.ts';

/** What is known of an agent or an activity is gathered from so many statements, the latest. */
const LOOKED_AT = 1000;

const namingAgent = namingQuery('agent', 'hasAny(identities, {agent:Array(String)})', {
  agent: z.array(z.string()),
});
const namingActivity = namingQuery('activity', 'has(related_activities, {activity:String})', {
  activity: z.string(),
});

function namingQuery<Shape extends z.ZodRawShape>(what: string, condition: string, asked: Shape) {
  return defineQuery({
    name: `xapi.statements-naming-${what}`,
    sql: `
      SELECT data FROM statement_events
      WHERE tenant = {tenant:String} AND recorded_at IN (
        SELECT recorded_at FROM statement_events
        WHERE tenant = {tenant:String} AND ${condition}
        ORDER BY tenant DESC, recorded_at DESC LIMIT ${LOOKED_AT})
      ORDER BY recorded_at`,
    params: z.object(asked),
    row: z.object({ data: z.string() }),
  });
}

/** The latest statements that name an agent anywhere, by any of its identities; the oldest first. */
export async function statementsNamingAgent(
  clickhouse: ClickHouse,
  tenant: string,
  agent: readonly string[],
): Promise<JsonObject[]> {
  return parsed(await clickhouse.query(namingAgent, tenant, { agent: [...agent] }));
}

/** The latest statements that name an activity anywhere; the oldest first. */
export async function statementsNamingActivity(
  clickhouse: ClickHouse,
  tenant: string,
  activity: string,
): Promise<JsonObject[]> {
  return parsed(await clickhouse.query(namingActivity, tenant, { activity }));
}

function parsed(rows: readonly { readonly data: string }[]): JsonObject[] {
  return rows.map(({ data }) => parseExactJson(data)).filter(isObject);
}
