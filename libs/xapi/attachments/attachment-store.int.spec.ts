import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineQuery } from '#clickhouse';
import { STATEMENT_SOURCE } from '#events';
import {
  createLogger,
  instantFromMillis,
  instantToMillis,
  parseInstant,
  randomIds,
  unavailable,
  type Clock,
  type Instant,
} from '#platform';
import { createTestDatabase, type TestDatabase } from '#test/support/clickhouse';
import { sha2Of } from '#test/support/multipart';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AttachmentStore } from './attachment-store.ts';
import { AttachmentSweep } from './attachment-sweep.ts';
import type { HeldContent } from './attachments.query.ts';
import type { ContentPiece } from './content-reader.ts';

const TENANT = 'attached';
const HOUR = 3_600_000;
const START = parseInstant('2026-07-06T08:00:00Z') as Instant;
const STATEMENT_HASH = 'b'.repeat(64);

class SetClock implements Clock {
  private at = START;
  now = () => this.at;
  pass(millis: number): void {
    this.at = instantFromMillis(instantToMillis(this.at) + millis);
  }
}

const rowsQuery = defineQuery({
  name: 'test.rows',
  sql: `SELECT (SELECT count() FROM attachments WHERE tenant = {tenant:String}) AS names,
      (SELECT count() FROM attachment_chunks WHERE tenant = {tenant:String}) AS chunks`,
  params: z.object({}),
  row: z.object({ names: z.coerce.number(), chunks: z.coerce.number() }),
});

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function opened(clock: Clock, requireWriter = () => undefined as void) {
  const log = { requireWriter, append: () => Promise.reject(new Error('unused')), watermark: () => START };
  return new AttachmentStore(database.clickhouse, log, clock, randomIds);
}

/** An upload as a request makes it, up to the row that leads to it. */
async function uploaded(store: AttachmentStore, content: Buffer, statement: string | null): Promise<string> {
  const upload = store.begin();
  const writer = store.writer(TENANT);
  writer.begin(upload);
  await writer.add(content);
  await writer.end();
  await writer.flush();
  const held = { sha2: sha2Of(content), upload, bytes: content.byteLength };
  if (statement !== null) await store.name(TENANT, [{ ...held, statement, statementHash: STATEMENT_HASH }]);
  return upload;
}

/** What storing a statement leaves for readers of identities. */
async function stored(statement: string, hash = STATEMENT_HASH): Promise<void> {
  const row = {
    tenant: TENANT,
    source: STATEMENT_SOURCE,
    id: statement,
    recorded_at: START,
    type: 't',
    content_hash: hash,
  };
  await database.clickhouse.insert('event_identities', [row]);
}

async function collected(pieces: AsyncIterable<ContentPiece>): Promise<ContentPiece[]> {
  const all: ContentPiece[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

const rows = async () => (await database.clickhouse.query(rowsQuery, TENANT, {}))[0];

describe('Contents of attachments', () => {
  it('are swept after an hour unless a stored statement names them or their request is under way', async () => {
    const clock = new SetClock();
    const store = opened(clock);
    const [kept, unnamed, refused, taken, living] = Array.from({ length: 5 }, () => randomBytes(1500));
    if (!kept || !unnamed || !refused || !taken || !living) throw new Error('There are five contents.');
    await stored('s-kept');
    await stored('s-taken', 'c'.repeat(64));
    const through = [
      await uploaded(store, kept, 's-kept'),
      await uploaded(store, unnamed, null),
      await uploaded(store, refused, 's-refused'),
      await uploaded(store, taken, 's-taken'),
    ];
    await uploaded(store, living, null);
    store.release(through);

    clock.pass(HOUR - 1000);
    expect(await store.sweep()).toBe(0);
    expect(await rows()).toEqual({ names: 3, chunks: 5 });
    clock.pass(2000);
    expect(await store.sweep()).toBe(3);
    expect(await rows()).toEqual({ names: 1, chunks: 2 });
    expect(await store.sweep()).toBe(0);
    expect([
      ...(
        await store.held(
          TENANT,
          [kept, refused, taken].map((content) => sha2Of(content)),
        )
      ).keys(),
    ]).toEqual([sha2Of(kept)]);
    // After a crash nobody is under way.
    expect(await opened(clock).sweep()).toBe(1);
    expect(await rows()).toEqual({ names: 1, chunks: 1 });
  });

  it('are read in pieces of 1 MiB, and never as other than they came', async () => {
    const store = opened(new SetClock());
    const content = randomBytes(3 * 1024 * 1024 + 7);
    await stored('s-long');
    const upload = await uploaded(store, content, 's-long');
    const held = { sha2: sha2Of(content), upload, bytes: content.byteLength };
    const read = (tenant: string, ...contents: HeldContent[]) => collected(store.contents(tenant, contents));
    const pieces = (await read(TENANT, held)).map(({ bytes }) => bytes);
    expect(pieces.map(({ byteLength }) => byteLength)).toEqual([1024 * 1024, 1024 * 1024, 1024 * 1024, 7]);
    expect(Buffer.concat(pieces).equals(content)).toBe(true);
    await expect(read('other', held)).rejects.toThrow('ends after 0 of');
    await expect(read(TENANT, { ...held, bytes: content.byteLength + 1 })).rejects.toThrow('ends after');
    await expect(read(TENANT, { ...held, sha2: 'a'.repeat(64) })).rejects.toThrow('is not what it was');
  });

  it('are read together where they are small, in their order, and never as other than they came', async () => {
    const store = opened(new SetClock());
    const sizes = [10, 0, 700_000, 1024 * 1024, 1024 * 1024 + 1, 3, 1024 * 1024 - 3, 400_000, 1];
    await stored('s-many');
    const held: HeldContent[] = [];
    const contents = sizes.map((size) => randomBytes(size));
    for (const content of contents)
      held.push({
        sha2: sha2Of(content),
        upload: await uploaded(store, content, 's-many'),
        bytes: content.byteLength,
      });
    const pieces = await collected(store.contents(TENANT, held));
    for (const [index, { sha2 }] of held.entries()) {
      const own = pieces.filter(({ content }) => content === held[index]);
      expect([sha2, sha2Of(Buffer.concat(own.map(({ bytes }) => bytes)))]).toEqual([sha2, sha2]);
    }
    const inOrder = pieces.map(({ content }) => held.indexOf(content));
    expect(inOrder).toEqual([0, 1, 2, 3, 4, 4, 5, 6, 7, 8]);
    const read = (tenant: string, changed: Partial<HeldContent>) =>
      collected(
        store.contents(
          tenant,
          held.slice(0, 1).map((one) => ({ ...one, ...changed })),
        ),
      );
    await expect(read('other', {})).rejects.toThrow('ends after 0 of 10');
    await expect(read(TENANT, { bytes: 11 })).rejects.toThrow('ends after 10 of 11');
    await expect(read(TENANT, { sha2: 'a'.repeat(64) })).rejects.toThrow('is not what it was');
  });

  it('are written by the one writer alone', async () => {
    const before = await rows();
    const store = opened(new SetClock(), () => {
      throw unavailable('This process is no longer the writer of its store.');
    });
    await expect(uploaded(store, randomBytes(10), null)).rejects.toMatchObject({ status: 503 });
    expect(await rows()).toEqual(before);
  });
});

describe('The sweep', () => {
  it('comes at the start, and each hour after', async () => {
    const clock = new SetClock();
    const store = opened(clock);
    const sweep = new AttachmentSweep(store, createLogger('silent'));
    const before = await rows();
    const leaveStray = async () => {
      store.release([await uploaded(store, randomBytes(10), null)]);
      expect(await rows()).not.toEqual(before);
      clock.pass(HOUR + 1000);
    };
    await leaveStray();
    const every = jest.spyOn(globalThis, 'setInterval');
    sweep.onApplicationBootstrap();
    while ((await rows())?.chunks !== before?.chunks) await sleep(20);
    await leaveStray();
    const [again, millis] = every.mock.calls[0] ?? [];
    every.mockRestore();
    expect(millis).toBe(HOUR);
    again?.();
    await sweep.beforeApplicationShutdown();
    expect(await rows()).toEqual(before);
  });
});
