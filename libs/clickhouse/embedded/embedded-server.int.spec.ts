import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { projectRoot } from '#platform';
import { ClickHouse } from '../client/clickhouse.ts';
import { ClickHouseRefused, errorCodes } from '../client/errors.ts';
import type { NamedQuery } from '../client/named-query.ts';
import { identityOf } from '../process/process-identity.ts';
import { EmbeddedServer } from './embedded-server.ts';
import { writeServerFiles } from './server-files.ts';

const numbers: NamedQuery<object, { n: string }> = {
  name: 'test.numbers',
  sql: 'SELECT n FROM kept.numbers ORDER BY n',
  params: z.object({}),
  row: z.object({ n: z.string() }),
};

describe('the embedded server', () => {
  let dataDir: string;
  let servers: EmbeddedServer[];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'plumbline-embedded-'));
    servers = [];
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function start(
    options: Partial<Parameters<typeof EmbeddedServer.start>[0]> = {},
  ): Promise<EmbeddedServer> {
    const server = await EmbeddedServer.start({ dataDir, ...options });
    servers.push(server);
    return server;
  }

  async function keep(clickhouse: ClickHouse): Promise<void> {
    await clickhouse.command('test.database', 'CREATE DATABASE IF NOT EXISTS kept ENGINE = Atomic');
    await clickhouse.command(
      'test.table',
      'CREATE TABLE IF NOT EXISTS kept.numbers (n UInt64) ENGINE = MergeTree ORDER BY n',
    );
    await clickhouse.insert('kept.numbers', [{ n: 1 }, { n: 2 }]);
  }

  it('serves again on the same address after kill -9, with its data', async () => {
    let served = (): void => undefined;
    const again = new Promise<void>((resolve) => {
      served = resolve;
    });
    const server = await start({ onRestart: () => served() });
    await using clickhouse = ClickHouse.connect({ ...server.address, database: 'system' });
    await keep(clickhouse);
    const before = server.pid;
    process.kill(before ?? Number.NaN, 'SIGKILL');
    await again;
    expect(server.pid).not.toBe(before);
    expect(await clickhouse.query(numbers, '', {})).toEqual([{ n: '1' }, { n: '2' }]);
  });

  it('goes away when stopped, and has its data at the next start', async () => {
    const server = await start();
    const pid = server.pid ?? Number.NaN;
    {
      await using clickhouse = ClickHouse.connect({ ...server.address, database: 'system' });
      await keep(clickhouse);
    }
    await server.stop();
    expect(() => process.kill(pid, 0)).toThrow(expect.objectContaining({ code: 'ESRCH' }));
    expect(readdirSync(join(dataDir, 'locks'))).toEqual([]);

    const next = await start();
    await using clickhouse = ClickHouse.connect({ ...next.address, database: 'system' });
    expect(await clickhouse.query(numbers, '', {})).toEqual([{ n: '1' }, { n: '2' }]);
  });

  it('refuses a second start on its data directory and says who holds it', async () => {
    await start();
    await expect(start()).rejects.toThrow(
      expect.objectContaining({
        name: 'DataDirectoryHeld',
        holder: expect.objectContaining({ pid: process.pid, host: hostname() }),
      }),
    );
  });

  it('gives a data directory to one of several that start at once', async () => {
    const outcomes = await Promise.allSettled([start(), start(), start()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
    await Promise.all(servers.map((server) => server.stop()));
    await expect(start()).resolves.toBeInstanceOf(EmbeddedServer);
  });

  it.each([
    ['of a process that is no more', { ...identityOf(), pid: 2 ** 22 + 1 }],
    ['of an earlier process with a pid that is in use again', { ...identityOf(), started: 'earlier' }],
    ['from before a reboot', { ...identityOf(), pidSpace: 'earlier-boot pid:[1]' }],
  ])('takes over a lock %s', async (_, process) => {
    mkdirSync(join(dataDir, 'locks'));
    const stale = { process, startedAt: '2026-01-01T00:00:00.000Z', held: true };
    writeFileSync(join(dataDir, 'locks', 'stale.json'), JSON.stringify(stale));
    await start();
    expect(readdirSync(join(dataDir, 'locks'))).not.toContain('stale.json');
  });

  it('dies with the process that started it, even by kill -9', async () => {
    const files = writeServerFiles({ dataDir, port: 0, memoryLimitBytes: 2 ** 30 });
    const entry = join(projectRoot, 'libs', 'clickhouse', 'embedded', 'server-process.mjs');
    const starter = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { spawn } from 'node:child_process';
       const child = spawn(process.execPath, ${JSON.stringify([entry, files.launchFile])}, { stdio: ['pipe', 'ignore', 'ignore'] });
       console.log(child.pid);`,
    ]);
    const lines = createInterface(starter.stdout)[Symbol.asyncIterator]();
    const pid = Number((await lines.next()).value);
    expect(() => process.kill(pid, 0)).not.toThrow();
    starter.kill('SIGKILL');
    await expect(gone(pid)).resolves.toBe(true);
  });

  it('keeps its files to its owner', async () => {
    await start();
    const modes = ['clickhouse-config/users.xml', 'clickhouse-config/password', 'logs/clickhouse.log'].map(
      (file) => (statSync(join(dataDir, file)).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(['600', '600', '600']);
  });

  it('stays within its memory limit', async () => {
    const server = await start({ memoryLimitBytes: 600_000_000 });
    await using clickhouse = ClickHouse.connect({ ...server.address, database: 'system' });
    const greedy =
      'SELECT length(groupArray(toString(number))) FROM system.numbers LIMIT 100000000 FORMAT Null';
    const failure = await clickhouse
      .command('test.greedy', greedy.replace('system.numbers LIMIT 100000000', 'numbers(100000000)'))
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ClickHouseRefused);
    expect(failure).toMatchObject({ code: errorCodes.memoryLimitExceeded });
    expect(await clickhouse.answers()).toBe(true);
  });
});

async function gone(pid: number): Promise<boolean> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return true; // ESRCH
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
