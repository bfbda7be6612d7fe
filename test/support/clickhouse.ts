import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ClickHouse, migrate, type DatabaseAddress, type NamedQuery, type ServerAddress } from '#clickhouse';

/** A migrated database of a test's own. */
export interface TestDatabase {
  readonly address: DatabaseAddress;
  readonly clickhouse: ClickHouse;
  readonly database: string;
  drop(): Promise<void>;
}

/** The server of this test run, which the global setup started or was pointed at. */
export function testServer(): ServerAddress {
  const url = process.env['PLUMBLINE_TEST_CLICKHOUSE_URL'];
  if (url === undefined) throw new Error('No test ClickHouse: run through `npm run jest`.');
  return {
    url,
    user: process.env['PLUMBLINE_TEST_CLICKHOUSE_USER'] ?? 'default',
    password: process.env['PLUMBLINE_TEST_CLICKHOUSE_PASSWORD'] ?? '',
  };
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const database = `test_${randomBytes(8).toString('hex')}`;
  const address = { ...testServer(), database };
  await migrate(address);
  const clickhouse = ClickHouse.connect(address);
  return {
    address,
    clickhouse,
    database,
    async drop() {
      await clickhouse.command('test.drop', `DROP DATABASE IF EXISTS ${database} SYNC`);
      await clickhouse.close();
    },
  };
}

/** What a query cost the server (`FileSync`, `SelectedRows`, …), for a query that was sent with `log_queries: 1`. */
export async function profileEventsOf(
  clickhouse: ClickHouse,
  queryId: string,
): Promise<Readonly<Record<string, number>>> {
  await clickhouse.command('test.flush-logs', 'SYSTEM FLUSH LOGS query_log');
  const [row] = await clickhouse.query(profileEvents, '', { queryId });
  if (!row) throw new Error(`Query ${queryId} is not in the query log.`);
  return Object.fromEntries(Object.entries(row.events).map(([name, count]) => [name, Number(count)]));
}

const profileEvents: NamedQuery<{ queryId: string }, { events: Record<string, string> }> = {
  name: 'test.profile-events',
  sql: `SELECT ProfileEvents AS events FROM system.query_log
        WHERE query_id = {queryId:String} AND type = 'QueryFinish'`,
  params: z.object({ queryId: z.string() }),
  row: z.object({ events: z.record(z.string(), z.string()) }),
};
