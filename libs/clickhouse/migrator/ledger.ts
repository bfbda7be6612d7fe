import { z } from 'zod';
import type { ClickHouse } from '../client/clickhouse.ts';
import type { NamedQuery } from '../client/named-query.ts';
import { fillPlaceholders, type EngineParameters } from './placeholders.ts';
import type { Migration, Statement } from './migration-tree.ts';

/** One statement that was applied. */
export interface Entry {
  readonly number: number;
  readonly file: string;
  readonly statement: number;
  readonly checksum: string;
  /** RFC 3339, UTC. */
  readonly appliedAt: string;
}

const entryRow = z
  .object({
    number: z.number(),
    file: z.string(),
    statement: z.number(),
    checksum: z.string(),
    applied_at: z.string(),
  })
  .transform(({ applied_at, ...entry }): Entry => ({ ...entry, appliedAt: applied_at }));

/** Two migrators may both write an entry of one statement; the first stands. The ledger belongs to no tenant. */
const entriesQuery: NamedQuery<object, Entry> = {
  name: 'migrate.ledger',
  sql: `SELECT l.number AS number, l.statement AS statement, argMin(l.file, l.applied_at) AS file,
               argMin(l.checksum, l.applied_at) AS checksum, min(l.applied_at) AS applied_at
        FROM schema_migrations AS l
        GROUP BY l.number, l.statement ORDER BY l.number, l.statement`,
  params: z.object({}),
  row: entryRow,
};

const existsQuery: NamedQuery<{ database: string }, { found: string }> = {
  name: 'migrate.ledger-exists',
  sql: `SELECT count() AS found FROM system.tables WHERE database = {database:String} AND name = 'schema_migrations'`,
  params: z.object({ database: z.string() }),
  row: z.object({ found: z.string() }),
};

export async function createLedger(clickhouse: ClickHouse, engine: EngineParameters): Promise<void> {
  const template = `CREATE TABLE IF NOT EXISTS schema_migrations \${onCluster}
(
  number UInt32,
  statement UInt32,
  file String,
  checksum String,
  applied_at DateTime64(6, 'UTC') DEFAULT now64(6)
)
ENGINE = \${engine:MergeTree}
ORDER BY (number, statement)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;
  await clickhouse.command('migrate.ledger', fillPlaceholders(template, 'the ledger', engine));
}

export async function hasLedger(clickhouse: ClickHouse, database: string): Promise<boolean> {
  const [row] = await clickhouse.query(existsQuery, '', { database });
  return row !== undefined && row.found !== '0';
}

export async function readLedger(clickhouse: ClickHouse): Promise<Entry[]> {
  return clickhouse.query(entriesQuery, '', {}, { settings: { select_sequential_consistency: 1 } });
}

export async function writeEntry(
  clickhouse: ClickHouse,
  migration: Migration,
  statement: Statement,
): Promise<void> {
  const { number, file } = migration;
  await clickhouse.insert('schema_migrations', [
    { number, file, statement: statement.index, checksum: statement.checksum },
  ]);
}
