import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineQuery } from '#clickhouse';
import { instantFromMillis } from '#platform';
import { serve } from '#server';
import { createTestDatabase, type TestDatabase } from '#test/support/clickhouse';
import { servedAlone } from '#test/support/product';
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
    const server = await serve({
      ...servedAlone({ database: database.database, dataDir }),
      modules: [IntakeModule],
      writes: true,
    });
    try {
      for (let waited = 0; (await left()).length > 1 && waited < 10_000; waited += 50) await sleep(50);
    } finally {
      await server.stop();
    }
    expect(await left()).toEqual(['coming']);
  });
});
