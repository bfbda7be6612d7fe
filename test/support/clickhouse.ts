import { randomBytes } from 'node:crypto';
import { ClickHouse, migrate, type DatabaseAddress, type ServerAddress } from '#clickhouse';

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
