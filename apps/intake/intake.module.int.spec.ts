import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineQuery } from '#clickhouse';
import { createLogger, instantFromMillis, randomIds, readSettings, systemClock } from '#platform';
import { serve } from '#server';
import { createTestDatabase, type TestDatabase } from '#test/support/clickhouse';
import { z } from 'zod';
import { IntakeModule } from './intake.module.ts';

const TENANT = 'attached';
const HOUR = 3_600_000;

const uploads = defineQuery({
  name: 'test.uploads',
  sql: 'SELECT DISTINCT upload FROM attachment_chunks WHERE tenant = {tenant:String} ORDER BY upload',
  params: z.object({}),
  row: z.object({ upload: z.string() }),
});

let database: TestDatabase;
let dataDir: string;
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'plumbline-intake-'));
});
afterAll(async () => {
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

function served() {
  const url = new URL(database.address.url);
  url.username = encodeURIComponent(database.address.user);
  url.password = encodeURIComponent(database.address.password);
  const settings = readSettings({
    PLUMBLINE_DATA_DIR: dataDir,
    PLUMBLINE_PORT: '0',
    PLUMBLINE_CLICKHOUSE_URL: url.toString(),
    PLUMBLINE_CLICKHOUSE_DATABASE: database.database,
    PLUMBLINE_LOG_LEVEL: 'silent',
  });
  return serve({
    settings,
    logger: createLogger(settings.logLevel),
    clock: systemClock,
    ids: randomIds,
    modules: [IntakeModule],
    writes: true,
    onLost: () => {
      throw new Error('The store of this test was taken over.');
    },
  });
}

describe('Intake', () => {
  it('sweeps at its start what broken requests left of attachments, and nothing that may still be coming', async () => {
    const chunk = (upload: string, age: number) => ({
      tenant: TENANT,
      upload,
      number: 0,
      recorded_at: instantFromMillis(Date.now() - age),
      content: 'x',
    });
    await database.clickhouse.insert('attachment_chunks', [chunk('left', 2 * HOUR), chunk('coming', 0)]);
    const left = async () =>
      (await database.clickhouse.query(uploads, TENANT, {})).map(({ upload }) => upload);
    expect(await left()).toEqual(['coming', 'left']);
    const server = await served();
    try {
      for (let waited = 0; (await left()).length > 1 && waited < 10_000; waited += 50) await sleep(50);
    } finally {
      await server.stop();
    }
    expect(await left()).toEqual(['coming']);
  });
});
