import { type ClickHouse, defineQuery } from '#clickhouse';
import { STATEMENT_SOURCE } from '#events';
import type { Instant } from '#platform';
import { z } from 'zod';
import { VOIDED } from '../statement/check-statement.ts';

const query = defineQuery({
  name: 'xapi.one-statement',
  sql: `
    SELECT recorded_at, data,
      verb != {voided:String} AND (
        SELECT count() > 0 FROM void_facts
        WHERE tenant = {tenant:String} AND target_source = {source:String} AND target_id = {id:String}) AS is_voided
    FROM statement_events
    WHERE tenant = {tenant:String} AND source = {source:String} AND id = {id:String} AND recorded_at IN (
      SELECT min(recorded_at) FROM event_identities
      WHERE tenant = {tenant:String} AND source = {source:String} AND id = {id:String})
    LIMIT 1`,
  params: z.object({ id: z.string(), source: z.string(), voided: z.string() }),
  row: z.object({
    recorded_at: z.string().transform((text) => text as Instant),
    data: z.string(),
    is_voided: z.coerce.boolean(),
  }),
});

export interface StoredStatement {
  readonly stored: Instant;
  /** Its JSON, as stored. */
  readonly json: string;
  /** Another statement took it back. Never true of one that itself takes back another. */
  readonly voided: boolean;
}

/** The statement with an id (lower case) of a tenant; null when there is none. */
export async function oneStatement(
  clickhouse: ClickHouse,
  tenant: string,
  id: string,
): Promise<StoredStatement | null> {
  const [row] = await clickhouse.query(query, tenant, { id, source: STATEMENT_SOURCE, voided: VOIDED });
  return row ? { stored: row.recorded_at, json: row.data, voided: row.is_voided } : null;
}
