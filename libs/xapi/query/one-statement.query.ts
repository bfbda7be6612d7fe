import { type ClickHouse, defineQuery } from '#clickhouse';
import { STATEMENT_SOURCE } from '#events';
import type { Instant } from '#platform';
import { z } from 'zod';
import { VOIDED } from '../statement/check-statement.ts';

const ofId = z.object({ id: z.string(), source: z.string() });

/** `takes_back`: it is a void itself, which cannot be voided. */
const statement = defineQuery({
  name: 'xapi.one-statement',
  sql: `
    SELECT recorded_at, data, verb = {voided:String} AS takes_back FROM statement_events
    WHERE tenant = {tenant:String} AND source = {source:String} AND id = {id:String} AND recorded_at = (
      SELECT min(recorded_at) FROM event_identities
      WHERE tenant = {tenant:String} AND source = {source:String} AND id = {id:String})
    LIMIT 1`,
  params: ofId.extend({ voided: z.string() }),
  row: z.object({
    recorded_at: z.string().transform((text) => text as Instant),
    data: z.string(),
    takes_back: z.coerce.boolean(),
  }),
});

const voids = defineQuery({
  name: 'xapi.voids-of-one',
  sql: `
    SELECT 1 FROM void_facts
    WHERE tenant = {tenant:String} AND target_source = {source:String} AND target_id = {id:String} LIMIT 1`,
  params: ofId,
  row: z.object({}),
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
  const named = { id, source: STATEMENT_SOURCE };
  const [[row], takenBack] = await Promise.all([
    clickhouse.query(statement, tenant, { ...named, voided: VOIDED }),
    clickhouse.query(voids, tenant, named),
  ]);
  if (!row) return null;
  return { stored: row.recorded_at, json: row.data, voided: !row.takes_back && takenBack.length > 0 };
}
