import { afterEach, describe, expect, it } from '@jest/globals';
import { ClickHouse, EmbeddedServer, defineQuery, migrate } from '#clickhouse';
import { randomIds, systemClock } from '#platform';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { aModuleCompleted } from '#test/support/append-requests';
import { GroupedInsertLog, Reconciliation } from './index.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const rowsIn = (table: string) =>
  defineQuery({
    name: 'test.rows',
    sql: `SELECT count() AS rows FROM ${table} WHERE tenant = {tenant:String}`,
    params: z.object({}),
    row: z.object({ rows: z.coerce.number() }),
  });

const moduleView = defineQuery({
  name: 'test.view',
  sql: `SELECT as_select AS select FROM system.tables WHERE database = currentDatabase() AND name = 'cut_module_facts' AND {tenant:String} != ''`,
  params: z.object({}),
  row: z.object({ select: z.string() }),
});

const request = aModuleCompleted('t', 'only');

describe('ClickHouse killed between the log row and its facts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-killed-'));
  const opened: { dispose(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const { dispose } of opened.splice(0).toReversed()) await dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('loses no fact: an unanswered insert is settled, and a start cuts what is missing', async () => {
    const server = await EmbeddedServer.start({ dataDir: folder });
    opened.push({ dispose: () => server.stop() });
    const address = { ...server.address, database: 'plumbline' };
    await migrate(address);
    const clickhouse = ClickHouse.connect(address);
    opened.push({ dispose: () => clickhouse.close() });
    const count = async (table: string) => (await clickhouse.query(rowsIn(table), 't', {}))[0]?.rows;
    const open = () =>
      GroupedInsertLog.open({
        clickhouse,
        clock: systemClock,
        ids: randomIds,
        reconciliation: new Reconciliation(clickhouse),
        logger: silent,
      });

    const log = await open();
    // A view that does not end holds every insert between the log row and its own fact; the others go on beside it.
    const [view] = await clickhouse.query(moduleView, 't', {});
    if (view === undefined) throw new Error('No view cuts modules.');
    const cut = (select: string) =>
      clickhouse.command('test.hold', `ALTER TABLE cut_module_facts MODIFY QUERY ${select}`);
    await cut(`SELECT * FROM (${view.select}) WHERE sleepEachRow(3) = 0`);
    const appended = log.append(request);
    const before = async () => (await count('events')) === 1 && (await count('module_facts')) === 0;
    for (let tries = 0; tries < 100 && !(await before()); tries += 1) await sleep(20);
    expect(await before()).toBe(true);
    const { pid } = server;
    if (pid === undefined) throw new Error('The server has no process.');
    process.kill(pid, 'SIGKILL');

    const result = await appended;
    expect(result).toMatchObject({ stored: true, outcomes: [{ outcome: 'stored' }] });
    expect(await count('events')).toBe(1);
    expect(await count('module_facts')).toBe(1);
    expect(await count('event_identities')).toBe(1);

    // The same gap, left by a process that died with its server: the next start closes it.
    await cut(view.select);
    await clickhouse.command('test.gap', 'TRUNCATE TABLE module_facts');
    await clickhouse.command('test.gap', 'TRUNCATE TABLE event_identities');
    const again = await open();
    expect(await count('module_facts')).toBe(1);
    expect(await again.append(request)).toMatchObject({ outcomes: [{ outcome: 'duplicate' }] });
    const facts = await new Reconciliation(clickhouse).rebuild();
    expect(facts.every((fact) => fact.identical)).toBe(true);
  });
});
