import { type ClickHouse, defineQuery } from '#clickhouse';
import { STATEMENT_SOURCE } from '#events';
import type { Instant } from '#platform';
import { z } from 'zod';
import { VOIDED } from '../statement/check-statement.ts';

const ofId = z.object({ id: z.string(), source: z.string() });

/** By the sort key alone, as each column that is read or compared is a file more. */
const statement = defineQuery({
  name: 'xapi.one-statement',
  sql: `
    SELECT recorded_at, data FROM statement_events
    WHERE (tenant, recorded_at) IN (
      SELECT tenant, recorded_at FROM event_identities
      WHERE tenant = {tenant:String} AND source = {source:String} AND id = {id:String})`,
  params: ofId,
  row: z.object({
    recorded_at: z.string().transform((text) => text as Instant),
    data: z.string(),
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
  const [rows, takenBack] = await Promise.all([
    clickhouse.query(statement, tenant, named),
    clickhouse.query(voids, tenant, named),
  ]);
  // Of an id that was stored twice the first counts.
  const row = rows.toSorted((a, b) => (a.recorded_at < b.recorded_at ? -1 : 1)).at(0);
  if (!row) return null;
  return { stored: row.recorded_at, json: row.data, voided: takenBack.length > 0 && !takesBack(row.data) };
}

const verbOf = z.object({ verb: z.object({ id: z.string() }) });

/** A void itself cannot be voided. */
function takesBack(json: string): boolean {
  return verbOf.parse(JSON.parse(json)).verb.id === VOIDED;
}
