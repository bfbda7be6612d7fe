import { type ClickHouse, defineQuery } from '#clickhouse';
import type { Instant } from '#platform';
import { z } from 'zod';
import type { Finding } from './finding.schema.ts';

const instant = z.string().transform((text) => text as Instant);

const query = defineQuery({
  name: 'kpi.statement-deviations',
  sql: `
    SELECT deviation AS kind, count() AS statements, argMax(source, recorded_at) AS last_source, argMax(id, recorded_at) AS last_id,
      argMax(occurred_at, recorded_at) AS last_occurred, max(recorded_at) AS last_recorded
    FROM (
      SELECT arrayJoin(JSONExtract(attributes, 'deviations', 'Array(String)')) AS deviation, source, id, occurred_at, recorded_at
      FROM statement_events
      WHERE tenant = {tenant:String} AND attributes != '' AND recorded_at <= parseDateTime64BestEffort({knownBy:String}, 6, 'UTC'))
    GROUP BY deviation`,
  params: z.object({ knownBy: z.string() }),
  row: z.object({
    kind: z.string(),
    statements: z.coerce.number().int(),
    last_source: z.string(),
    last_id: z.string(),
    last_occurred: instant,
    last_recorded: instant,
  }),
});

/** Statements of lenient keys that deviate from the standard, by kind: of no program, and kept as they were sent. */
export async function statementDeviations(
  clickhouse: ClickHouse,
  tenant: string,
  knownBy: Instant,
): Promise<Finding[]> {
  const rows = await clickhouse.query(query, tenant, { knownBy });
  return rows.map((row) => ({
    kind: row.kind,
    part: 'deviation',
    program: null,
    kpi: null,
    count: row.statements,
    example: {
      source: row.last_source,
      id: row.last_id,
      occurredAt: row.last_occurred,
      recordedAt: row.last_recorded,
    },
  }));
}
