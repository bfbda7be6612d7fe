import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '#test/support/clickhouse';
import { defineQuery } from '../client/named-query.ts';

const TENANT = 't';
const MEBIBYTE = 1024 * 1024;
/** Merges are looked for every few seconds, and what one left is looked at again when it is old enough. */
const PATIENCE_MS = 60_000;

const engines = defineQuery({
  name: 'test.engines',
  sql: `SELECT name, engine_full FROM system.tables WHERE database = currentDatabase() AND engine_full LIKE '%MergeTree%' AND {tenant:String} != ''`,
  params: z.object({}),
  row: z.object({ name: z.string(), engine_full: z.string() }),
});
const parts = defineQuery({
  name: 'test.parts',
  sql: `
    SELECT count() AS parts, sum(rows) AS rows FROM system.parts
    WHERE database = currentDatabase() AND table = 'statement_events' AND active AND {tenant:String} != ''`,
  params: z.object({}),
  row: z.object({ parts: z.coerce.number(), rows: z.coerce.number() }),
});

/** One part of rows so many, of some 20 KiB that no compression makes smaller. */
const insertOf = (first: number, rows: number) => `
  INSERT INTO statement_events (tenant, recorded_at, source, id, type, data)
  SELECT '${TENANT}', fromUnixTimestamp64Micro(toInt64(1790000000000000 + number)), 'urn:s', toString(number), 'plumbline.xapi.statement-stored',
    randomString(20000, number)
  FROM numbers(${first}, ${rows})`;

describe('merging in quiet times', () => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());

  const set = (settings: string) =>
    db.clickhouse.command('test.settings', `ALTER TABLE statement_events MODIFY SETTING ${settings}`);
  const counted = async () => (await db.clickhouse.query(parts, TENANT, {}))[0];
  async function becomes(expected: { parts: number; rows: number }): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while ((await counted())?.parts !== expected.parts && performance.now() < until) await pause(200);
    expect(await counted()).toEqual(expected);
  }

  it('is asked of each table whose merges wait for eight parts, but for contents that are read piece by piece', async () => {
    const waiting = (await db.clickhouse.query(engines, TENANT, {})).filter(({ engine_full }) =>
      engine_full.includes('min_parts_to_merge_at_once = 8'),
    );
    const quiet = waiting.filter(
      ({ engine_full }) =>
        engine_full.includes('min_age_to_force_merge_seconds = 21600') &&
        engine_full.includes('max_bytes_to_merge_at_max_space_in_pool = 10737418240'),
    );
    const restless = waiting.filter((table) => !quiet.includes(table)).map(({ name }) => name);
    expect(quiet.length).toBeGreaterThan(0);
    expect(restless.toSorted()).toEqual(['attachment_chunks', 'attachments']);
  });

  it('leaves one part of what is old, though fewer than eight, and none above the limit', async () => {
    for (const part of [0, 1, 2]) await db.clickhouse.command('test.insert', insertOf(part * 10, 10));
    expect(await counted()).toEqual({ parts: 3, rows: 30 });
    await set('min_age_to_force_merge_seconds = 1');
    await becomes({ parts: 1, rows: 30 });

    await set(`max_bytes_to_merge_at_max_space_in_pool = ${2 * MEBIBYTE}`);
    await db.clickhouse.command('test.insert', insertOf(100, 100));
    for (const part of [0, 1]) await db.clickhouse.command('test.insert', insertOf(200 + part * 10, 10));
    // Of 30, 100 and twice 10 rows the last two alone fit.
    await becomes({ parts: 3, rows: 150 });
    await pause(3000);
    await becomes({ parts: 3, rows: 150 });
    await set(`max_bytes_to_merge_at_max_space_in_pool = ${8 * MEBIBYTE}`);
    await becomes({ parts: 1, rows: 150 });
  }, 150_000);
});
