import { ClickHouse, defineQuery, type DatabaseAddress } from '#clickhouse';
import { z } from 'zod';
import type { Progress } from '../commands/progress.ts';

/** Parts of a table that is merged in quiet times. */
export interface PartCount {
  readonly name: string;
  readonly parts: number;
}

/** Of this database; the tenant is nobody's. */
const quietTables = defineQuery({
  name: 'bench.quiet-tables',
  sql: `
    SELECT name, parts FROM system.tables
    WHERE database = currentDatabase() AND engine_full LIKE '%min_age_to_force_merge_seconds%' AND parts > 0 AND {tenant:String} = ''
    ORDER BY total_bytes DESC`,
  params: z.object({}),
  row: z.object({ name: z.string(), parts: z.coerce.number() }),
});

/** The largest table first. */
export async function partCounts(address: DatabaseAddress): Promise<PartCount[]> {
  await using clickhouse = ClickHouse.connect(address);
  return clickhouse.query(quietTables, '', {});
}

export function isMerged(tables: readonly PartCount[]): boolean {
  return tables.every(({ parts }) => parts <= 1);
}

/** What ClickHouse does by itself within a day of rest (migration 0016): one part each. */
export async function mergeAsWhenQuiet(address: DatabaseAddress, progress: Progress): Promise<void> {
  await using clickhouse = ClickHouse.connect(address);
  const tables = await partCounts(address);
  for (const [index, { name, parts }] of tables.entries()) {
    progress.show('Merging parts', index, tables.length);
    if (parts > 1) await clickhouse.command('bench.merge', `OPTIMIZE TABLE ${name} FINAL`);
  }
  progress.show('Merging parts', tables.length, tables.length);
}
