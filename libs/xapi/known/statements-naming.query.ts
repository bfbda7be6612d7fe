import { type ClickHouse, defineQuery } from '#clickhouse';
import { parseExactJson } from '#platform';
import { z } from 'zod';
import { IndexKeys, type Naming } from '../query/statement-index.ts';
import { isObject, type JsonObject } from '../statement/json-value.ts';

/** What is known of an agent or an activity is gathered from so many statements, the latest. */
const LOOKED_AT = 1000;

const params = z.object({ kinds: z.array(z.string()), values: z.array(z.string()) });
const row = z.object({ data: z.string() });

async function statementsNaming(
  clickhouse: ClickHouse,
  tenant: string,
  what: string,
  naming: Naming,
): Promise<JsonObject[]> {
  const keys = new IndexKeys();
  const query = defineQuery({
    name: `xapi.statements-naming-${what}`,
    sql: `
      SELECT data FROM statement_events
      WHERE tenant = {tenant:String} AND recorded_at IN (
        SELECT DISTINCT recorded_at FROM statement_index
        WHERE tenant = {tenant:String} AND key IN (${keys.of(naming).join(', ')})
        ORDER BY recorded_at DESC LIMIT ${LOOKED_AT})
      ORDER BY recorded_at`,
    params,
    row,
  });
  const rows = await clickhouse.query(query, tenant, keys.params);
  return rows.map(({ data }) => parseExactJson(data)).filter(isObject);
}

/** The latest statements that name an agent anywhere, by any of its identities; the oldest first. */
export async function statementsNamingAgent(
  clickhouse: ClickHouse,
  tenant: string,
  agent: readonly string[],
): Promise<JsonObject[]> {
  return statementsNaming(clickhouse, tenant, 'agent', { kinds: ['agent', 'related-agent'], values: agent });
}

/** The latest statements that name an activity anywhere; the oldest first. */
export async function statementsNamingActivity(
  clickhouse: ClickHouse,
  tenant: string,
  activity: string,
): Promise<JsonObject[]> {
  return statementsNaming(clickhouse, tenant, 'activity', {
    kinds: ['activity', 'related-activity'],
    values: [activity],
  });
}
