import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { storedStatements } from '#test/support/xapi-client';
import { importFile, UnknownContent, type Imported } from './import-file.ts';
import type { ImportKind, Rejection } from './item.ts';

let product: TestProduct;
let folder: string;
beforeAll(async () => {
  product = await startProduct();
  folder = mkdtempSync(join(tmpdir(), 'plumbline-import-'));
});
afterAll(async () => {
  await product.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function importText(
  key: TestKey,
  text: string | Buffer,
  { name = 'file.ndjson', kind = null }: { name?: string; kind?: ImportKind | null } = {},
): Promise<Imported & { told: Rejection[] }> {
  const file = join(folder, name);
  writeFileSync(file, text);
  const told: Rejection[] = [];
  const imported = await importFile({
    file,
    kind,
    batch: 3,
    send: (path, type, body, headers) =>
      fetch(`${product.url}${path}`, {
        method: 'POST',
        headers: { ...headers, authorization: key.authorization, 'content-type': type },
        body,
      }),
    onRejected: (rejection) => told.push(rejection),
    onProgress: () => undefined,
  });
  return { ...imported, told };
}

const statement = (name: string, more: object = {}) => ({
  actor: { mbox: `mailto:${name}@example.org` },
  verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
  object: { id: 'https://lms.example.org/course/1' },
  ...more,
});
const lines = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');
const uuid = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-000000000000`;

describe('a file of statements', () => {
  it('is stored but for its bad ones, and sent again adds nothing, with ids or without', async () => {
    const key = await product.key({ scopes: ['ingest'], tenant: 'importer' });
    const text = `${lines([
      statement('ada'),
      statement('bob', { id: uuid('b') }),
      statement('cid', { verb: {} }),
      statement('bob', { id: uuid('b'), timestamp: '2026-07-01T08:00:00Z' }),
      statement('dan', { version: '2.0.0', timestamp: '2026-07-01T08:00:00Z' }),
    ])}\n{"actor"\n`;
    const first = await importText(key, text);
    expect(first).toMatchObject({ kind: 'statements', read: 6, accepted: 3, rejected: 3 });
    expect(first.told.map(({ line }) => line).toSorted()).toEqual([3, 4, 6]);
    expect(first.told.find(({ line }) => line === 3)?.pointer).toMatch(/^\/verb/);
    const zipped = await importText(key, gzipSync(text), { name: 'again.ndjson.gz' });
    expect(zipped).toMatchObject({ read: 6, accepted: 3, rejected: 3 });
    expect(await storedStatements(product, 'importer')).toBe(3);
    expect(await storedStatements(product, 'default')).toBe(0);
  });
});

describe('a file of events', () => {
  it('as an array tells what was there already, and each refused event once with its line', async () => {
    const key = await product.key({ scopes: ['ingest'] });
    const event = (id: string, data: object) => ({
      specversion: '1.0',
      id,
      source: 'https://hr.example.org',
      type: 'plumbline.learner.enrolled',
      time: '2026-07-01T08:00:00Z',
      data,
    });
    const text = JSON.stringify(
      [
        event('1', { program: 'p', learner: 'L-1', cohort: 'c' }),
        event('2', { program: 'p' }),
        event('3', { program: 'p', learner: 'L-3', cohort: 'c' }),
      ],
      null,
      1,
    );
    const first = await importText(key, text, { name: 'events.json' });
    expect(first).toMatchObject({ kind: 'events', read: 3, accepted: 2, duplicates: 0, rejected: 1 });
    expect(first.told).toEqual([
      {
        line: 14,
        id: 'https://hr.example.org 2',
        pointer: '/data/learner',
        reason: expect.stringContaining('/data/cohort'),
      },
    ]);
    const second = await importText(key, text, { name: 'events.json' });
    expect(second).toMatchObject({ accepted: 0, duplicates: 2, rejected: 1 });
  });

  it('that shows nothing of what it is, is not guessed at', async () => {
    const key = await product.key({ scopes: ['ingest'] });
    await expect(importText(key, '{"hello":1}')).rejects.toThrow(UnknownContent);
    expect(await importText(key, '{"hello":1}', { kind: 'events' })).toMatchObject({ rejected: 1 });
  });
});
