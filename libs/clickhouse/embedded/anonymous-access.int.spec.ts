import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ClickHouse } from '../client/clickhouse.ts';
import { ClickHouseRefused } from '../client/errors.ts';
import type { NamedQuery } from '../client/named-query.ts';
import { EmbeddedServer } from './embedded-server.ts';

const tables: NamedQuery<object, { found: string }> = {
  name: 'test.tables',
  sql: 'SELECT database AS found FROM system.tables',
  params: z.object({}),
  row: z.object({ found: z.string() }),
};
const kept: NamedQuery<object, { n: string }> = {
  name: 'test.numbers',
  sql: 'SELECT n FROM kept.numbers ORDER BY n',
  params: z.object({}),
  row: z.object({ n: z.string() }),
};

describe('to somebody without a password, the embedded server', () => {
  let dataDir: string;
  let server: EmbeddedServer;
  let owner: ClickHouse;
  let stranger: ClickHouse;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'plumbline-fence-'));
    server = await EmbeddedServer.start({ dataDir });
    owner = ClickHouse.connect({ ...server.address, database: 'system' });
    stranger = ClickHouse.connect({
      url: server.address.url,
      user: 'default',
      password: '',
      database: 'system',
    });
    await owner.command('test.database', 'CREATE DATABASE kept ENGINE = Atomic');
    await owner.command('test.table', 'CREATE TABLE kept.numbers (n UInt64) ENGINE = MergeTree ORDER BY n');
    await owner.insert('kept.numbers', [{ n: 1 }, { n: 2 }]);
  });
  afterAll(async () => {
    await Promise.all([owner.close(), stranger.close()]);
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each([
    ['creating a database', 'CREATE DATABASE stranger'],
    ['creating a table', 'CREATE TABLE kept.stranger (n Int8) ENGINE = Memory'],
    ['creating a temporary table', 'CREATE TEMPORARY TABLE stranger (n Int8)'],
    ['reading a table of the product', 'SELECT * FROM kept.numbers'],
    ['writing to a table of the product', 'INSERT INTO kept.numbers VALUES (3)'],
    ['dropping a table', 'DROP TABLE kept.numbers'],
    ['url()', `SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a String')`],
    ['file()', `SELECT * FROM file('/etc/passwd', 'LineAsString', 'a String')`],
    ['remote()', `SELECT * FROM remote('127.0.0.1', 'kept', 'numbers', 'plumbline', 'x')`],
    ['executable()', `SELECT * FROM executable('id', 'LineAsString', 'a String')`],
    ['its processes', 'SELECT * FROM system.processes'],
    ['its users', 'SELECT * FROM system.users'],
    ['ending a query of the product', `KILL QUERY WHERE user = 'plumbline' SYNC`],
    ['shutting it down', 'SYSTEM SHUTDOWN'],
    ['granting itself more', 'GRANT ALL ON *.* TO default'],
    ['making a user', 'CREATE USER stranger'],
  ])('refuses %s', async (_, sql) => {
    const refusal = await stranger.command('test.stranger', sql).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ClickHouseRefused);
    expect(refusal).toMatchObject({ errorType: 'ACCESS_DENIED' });
    expect(await owner.query(kept, '', {})).toHaveLength(2);
  });

  it('lists no table of the product', async () => {
    const found = await stranger.query(tables, '', {});
    expect(found.map(({ found }) => found)).not.toContain('kept');
    expect((await owner.query(tables, '', {})).map(({ found }) => found)).toContain('kept');
  });

  it.each([
    ['a wrong password', 'plumbline', 'guess'],
    ['no password', 'plumbline', ''],
    ['another user', 'admin', ''],
  ])('lets nobody in with %s', async (_, user, password) => {
    await using guesser = ClickHouse.connect({ url: server.address.url, user, password, database: 'system' });
    expect(await guesser.ping()).toBe(true);
    expect(await guesser.answers()).toBe(false);
  });
});
