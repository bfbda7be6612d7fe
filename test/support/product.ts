import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClickHouse } from '#clickhouse';
import {
  type Clock,
  createLogger,
  type IdSource,
  randomIds,
  readSettings,
  type Scope,
  systemClock,
} from '#platform';
import { up, type UpOptions } from '../../apps/plumbline/up/up.ts';
import { testServer } from './clickhouse.ts';

/** A key as a client holds it. */
export interface TestKey {
  readonly id: string;
  readonly secret: string;
  readonly tenant: string;
  /** The value of an Authorization header: Basic, as xAPI clients send it. */
  readonly authorization: string;
}

export interface TestKeyRequest {
  readonly scopes: readonly Scope[];
  /** Made when it is not there; without it the tenant `default`. */
  readonly tenant?: string;
  readonly lenient?: boolean;
  readonly origins?: readonly string[];
}

/** The whole product, answering HTTP on a free port, in a database of its own on the run's ClickHouse. */
export interface TestProduct {
  /** Without a slash at its end. */
  readonly url: string;
  /** The database behind it: for counting what is stored, never for writing. */
  readonly clickhouse: ClickHouse;
  key(request: TestKeyRequest): Promise<TestKey>;
  /** Stops everything and drops the database. */
  stop(): Promise<void>;
}

export interface TestProductOptions {
  readonly clock?: Clock;
  readonly ids?: IdSource;
  /** Settings beside those that make it a product of its own. */
  readonly environment?: Readonly<Record<`PLUMBLINE_${string}`, string>>;
}

/** Starts the product as `plumbline up` does, with a clock and ids of the test's choice. */
export async function startProduct(options: TestProductOptions = {}): Promise<TestProduct> {
  const database = `test_${randomBytes(8).toString('hex')}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-product-'));
  const running = await up(servedAlone({ ...options, database, dataDir }));
  return {
    url: running.url.replace(/\/$/, ''),
    clickhouse: running.store.clickhouse,
    async key({ scopes, tenant = 'default', lenient = false, origins = [] }) {
      await running.tenants.create(tenant);
      const { id, secret } = await running.keys.create(tenant, {
        name: 'test',
        scopes: [...scopes],
        lenient,
        origins: [...origins],
      });
      return { id, secret, tenant, authorization: `Basic ${btoa(`${id}:${secret}`)}` };
    },
    async stop() {
      await running.stop();
      await dropDatabase(database);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a process of a test's own is started with: a free port, and a database on the run's ClickHouse. */
export function servedAlone({
  database,
  dataDir,
  ...options
}: TestProductOptions & { readonly database: string; readonly dataDir: string }): UpOptions {
  const settings = readSettings({
    ...options.environment,
    PLUMBLINE_DATA_DIR: dataDir,
    PLUMBLINE_PORT: '0',
    PLUMBLINE_CLICKHOUSE_URL: serverUrl(),
    PLUMBLINE_CLICKHOUSE_DATABASE: database,
    PLUMBLINE_LOG_LEVEL: 'silent',
  });
  return {
    settings,
    logger: createLogger(settings.logLevel),
    clock: options.clock ?? systemClock,
    ids: options.ids ?? randomIds,
    onLost: () => {
      throw new Error('The store of this test was taken over.');
    },
  };
}

function serverUrl(): string {
  const { url, user, password } = testServer();
  const withCredentials = new URL(url);
  withCredentials.username = encodeURIComponent(user);
  withCredentials.password = encodeURIComponent(password);
  return withCredentials.toString();
}

async function dropDatabase(database: string): Promise<void> {
  await using clickhouse = ClickHouse.connect({ ...testServer(), database: 'default' });
  await clickhouse.command('test.drop', `DROP DATABASE IF EXISTS ${database} SYNC`);
}
