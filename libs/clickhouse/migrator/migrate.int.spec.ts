import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ClickHouse } from '../client/clickhouse.ts';
import type { NamedQuery } from '../client/named-query.ts';
import type { DatabaseAddress } from '../client/server-address.ts';
import { EmbeddedServer } from '../embedded/embedded-server.ts';
import { MigrationFailed } from './errors.ts';
import { migrate, migrationStatus, type MigrationStep } from './migrate.ts';

const files = {
  '0001_create_log.sql': `CREATE TABLE IF NOT EXISTS log \${onCluster} (tenant String, n UInt64)
    ENGINE = \${engine:MergeTree} ORDER BY (tenant, n);
    CREATE TABLE IF NOT EXISTS doubled (tenant String, n UInt64) ENGINE = MergeTree ORDER BY (tenant, n);
    CREATE MATERIALIZED VIEW IF NOT EXISTS doubling TO doubled AS SELECT tenant, n * 2 AS n FROM log;`,
  '0002_add_note.sql': `ALTER TABLE log ADD COLUMN IF NOT EXISTS note String;
    ALTER TABLE log MODIFY COLUMN note LowCardinality(String);`,
};
const doubled: NamedQuery<object, { n: string }> = {
  name: 'test.doubled',
  sql: 'SELECT n FROM doubled ORDER BY n',
  params: z.object({}),
  row: z.object({ n: z.string() }),
};

describe('migrating', () => {
  let server: EmbeddedServer;
  let dataDir: string;
  let folder: string;
  let address: DatabaseAddress;
  let served = (): void => undefined;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'plumbline-migrate-'));
    server = await EmbeddedServer.start({ dataDir, longestPauseMs: 100, onRestart: () => served() });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-tree-'));
    for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
    address = { ...server.address, database: `m_${randomBytes(6).toString('hex')}` };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function killServer(): Promise<void> {
    const again = new Promise<void>((resolve) => {
      served = resolve;
    });
    process.kill(server.pid ?? Number.NaN, 'SIGKILL');
    await again;
  }

  async function expectMigrated(): Promise<void> {
    const states = await migrationStatus(address, { folder });
    expect(states.map(({ file, state }) => [file, state])).toEqual([
      ['0001_create_log.sql', 'applied'],
      ['0002_add_note.sql', 'applied'],
    ]);
    await using clickhouse = ClickHouse.connect(address);
    await clickhouse.insert('log', [{ tenant: 'a', n: 21, note: 'x' }]);
    expect(await clickhouse.query(doubled, 'a', {})).toEqual([{ n: '42' }]);
  }

  it('applies each statement once', async () => {
    expect((await migrationStatus(address, { folder })).map(({ state }) => state)).toEqual([
      'pending',
      'pending',
    ]);
    const first = await migrate(address, { folder });
    expect(first.applied).toHaveLength(5);
    expect(await migrate(address, { folder })).toEqual({ applied: [], alreadyApplied: 5 });
    await expectMigrated();
  });

  it('goes on where a server killed at any boundary of a statement left it', async () => {
    const boundaries = (['run', 'ran', 'recorded'] as const).flatMap((phase) =>
      [1, 2, 3, 4, 5].map((ordinal) => ({ phase, ordinal })),
    );
    for (const { phase, ordinal } of boundaries) {
      address = { ...address, database: `m_${phase}_${ordinal}` };
      let seen = 0;
      const onStep = async (step: MigrationStep): Promise<void> => {
        if (step.phase !== phase) return;
        seen += 1;
        if (seen !== ordinal) return;
        await killServer();
        throw new Error('killed here');
      };
      await expect(migrate(address, { folder, onStep })).rejects.toThrow('killed here');
      const resumed = await migrate(address, { folder });
      expect(resumed.alreadyApplied).toBe(phase === 'recorded' ? ordinal : ordinal - 1);
      await expectMigrated();
    }
  });

  it('reports the statement during which the server died', async () => {
    const onStep = (step: MigrationStep): void => {
      if (step.statement === 2 && step.phase === 'run') process.kill(server.pid ?? Number.NaN, 'SIGKILL');
    };
    const again = new Promise<void>((resolve) => {
      served = resolve;
    });
    await expect(migrate(address, { folder, onStep })).rejects.toThrow(
      expect.objectContaining({ name: 'MigrationFailed', file: '0001_create_log.sql', statement: 2 }),
    );
    await again;
    await migrate(address, { folder });
    await expectMigrated();
  });

  it('lets several run at once', async () => {
    const reports = await Promise.all([1, 2, 3, 4].map(() => migrate(address, { folder })));
    expect(Math.max(...reports.map(({ applied }) => applied.length))).toBeGreaterThan(0);
    await expectMigrated();
  });

  it('refuses a statement that was changed after it was applied, and names the file', async () => {
    await migrate(address, { folder });
    writeFileSync(
      join(folder, '0002_add_note.sql'),
      'ALTER TABLE log ADD COLUMN IF NOT EXISTS remark String;',
    );
    const refused = expect.objectContaining({ name: 'MigrationRefused', file: '0002_add_note.sql' });
    await expect(migrate(address, { folder })).rejects.toThrow(refused);
    await expect(migrationStatus(address, { folder })).rejects.toThrow(refused);
  });

  it('refuses a database that a newer version made', async () => {
    await migrate(address, { folder });
    rmSync(join(folder, '0002_add_note.sql'));
    await expect(migrate(address, { folder })).rejects.toThrow(
      expect.objectContaining({ name: 'MigrationRefused', file: '0002_add_note.sql' }),
    );
  });

  it('says which statement ClickHouse refused, and goes on there once it is mended', async () => {
    writeFileSync(
      join(folder, '0002_add_note.sql'),
      'ALTER TABLE nowhere ADD COLUMN IF NOT EXISTS note String;',
    );
    const failure = await migrate(address, { folder }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MigrationFailed);
    expect(failure).toMatchObject({
      file: '0002_add_note.sql',
      statement: 1,
      cause: { errorType: 'UNKNOWN_TABLE' },
    });
    writeFileSync(join(folder, '0002_add_note.sql'), files['0002_add_note.sql']);
    expect((await migrate(address, { folder })).applied).toHaveLength(2);
    await expectMigrated();
  });
});
