import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createCipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { attachmentOf, MULTIPART, multipart, partOf, partsOf, sha2Of } from '#test/support/multipart';
import { ServerProcess } from '#test/support/server-process';

const MEBIBYTE = 1024 * 1024;
async function post(server: ServerProcess, body: Uint8Array): Promise<number> {
  const answer = await fetch(`${server.url}/xapi/statements`, {
    method: 'POST',
    headers: { ...server.headers, ...MULTIPART },
    body: Buffer.from(body),
  });
  await answer.arrayBuffer();
  return answer.status;
}

function get(server: ServerProcess, id: string): Promise<Response> {
  return fetch(`${server.url}/xapi/statements?attachments=true&statementId=${id}`, {
    headers: server.headers,
  });
}

/** MiB that a server process holds, at most, while work is done. */
async function residentDuring(server: ServerProcess, work: () => Promise<void>): Promise<number> {
  const done = new AbortController();
  let most = 0;
  const watching = (async () => {
    while (!done.signal.aborted) {
      const text = await (await fetch(`${server.url}/metrics`)).text();
      most = Math.max(most, Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]) / MEBIBYTE);
      await sleep(50);
    }
  })();
  try {
    await work();
  } finally {
    done.abort();
    await watching;
  }
  return most;
}

function aStatement(attachments: readonly object[]) {
  return {
    id: randomUUID(),
    actor: { mbox: 'mailto:ada@example.org' },
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
    object: { id: 'https://lms.example.org/course' },
    attachments,
  };
}

/** Bytes that nothing compresses, the same for the same seed, made as they are read. */
function* bytesOf(mebibytes: number, seed: number): Generator<Buffer> {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
  for (let at = 0; at < mebibytes; at += 1) yield cipher.update(Buffer.alloc(MEBIBYTE));
}

/** A multipart body with one long content, made as it is sent. */
function longBody(mebibytes: number, seed: number) {
  const hash = createHash('sha256');
  for (const piece of bytesOf(mebibytes, seed)) hash.update(piece);
  const sha2 = hash.digest('hex');
  const statement = aStatement([attachmentOf('', { sha2, length: mebibytes * MEBIBYTE })]);
  const body = Buffer.from(multipart(statement, partOf('', { 'X-Experience-API-Hash': sha2 })));
  const end = body.lastIndexOf('\r\n---------');
  function* pieces(): Generator<Buffer> {
    yield body.subarray(0, end);
    yield* bytesOf(mebibytes, seed);
    yield body.subarray(end);
  }
  return { id: statement.id, sha2, body: Readable.from(pieces(), { highWaterMark: 1 }) };
}

async function upload(server: ServerProcess, body: Readable): Promise<number | undefined> {
  const sending = request(`${server.url}/xapi/statements`, {
    method: 'POST',
    headers: { ...server.headers, ...MULTIPART },
  });
  body.pipe(sending);
  const [answer] = (await once(sending, 'response')) as [import('node:http').IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  return answer.statusCode;
}

describe('A content of 240 MiB', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-attached-'));
  let server: ServerProcess | undefined;
  const running = () => {
    if (!server) throw new Error('The server did not start.');
    return server;
  };
  beforeAll(async () => {
    server = await ServerProcess.start(dataDir);
  }, 60_000);
  afterAll(async () => {
    await server?.kill();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('goes in and out without being held', async () => {
    const bothWays = async (mebibytes: number, seed: number) => {
      const { id, sha2, body } = longBody(mebibytes, seed);
      expect(await upload(running(), body)).toBe(200);
      const answer = await get(running(), id);
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const piece of answer.body ?? []) {
        hash.update(piece);
        bytes += piece.byteLength;
      }
      expect(bytes).toBeGreaterThan(mebibytes * MEBIBYTE);
      return sha2;
    };
    const few = await residentDuring(running(), async () => {
      for (let seed = 1; seed <= 4; seed += 1) await bothWays(8, seed);
    });
    const many = await residentDuring(running(), async () => {
      await bothWays(240, 5);
    });
    expect(many - few).toBeLessThan(50);
  }, 120_000);

  it('holds nobody up when its readers are slow', async () => {
    const { id, body } = longBody(64, 6);
    expect(await upload(running(), body)).toBe(200);
    const slow = await Promise.all(
      // More than there are connections to ClickHouse.
      Array.from({ length: 40 }, async () => {
        const leaving = new AbortController();
        const answer = await fetch(`${running().url}/xapi/statements?attachments=true&statementId=${id}`, {
          headers: running().headers,
          signal: leaving.signal,
        });
        const reader = answer.body?.getReader();
        await reader?.read();
        return leaving;
      }),
    );
    const began = performance.now();
    const statement = aStatement([attachmentOf('x')]);
    expect(await post(running(), multipart(statement, partOf('x')))).toBe(200);
    expect((await get(running(), statement.id)).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(20_000);
    for (const leaving of slow) leaving.abort();
  }, 120_000);
});

describe('kill -9 while contents come in', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-attached-kill-'));
  let server: ServerProcess | undefined;
  afterEach(async () => {
    await server?.kill();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('loses nothing that was acknowledged, and leaves no statement without its content', async () => {
    server = await ServerProcess.start(dataDir);
    const sent = new Map<string, { content: Buffer; acknowledged: boolean }>();
    for (let turn = 0; turn < 8; turn += 1) {
      const contents = Array.from({ length: 3 }, () => randomBytes(1.5 * MEBIBYTE));
      const sendingTo = server;
      const sending = contents.map(async (content) => {
        const statement = aStatement([attachmentOf(content)]);
        const entry = { content, acknowledged: false };
        sent.set(statement.id, entry);
        const status = await post(sendingTo, multipart(statement, partOf(content))).catch(() => null);
        entry.acknowledged = status === 200;
      });
      if (turn % 2 === 1) {
        await sleep(turn * 30);
        if (turn % 4 === 1) {
          await server.kill();
          await Promise.all(sending);
          server = await ServerProcess.start(dataDir);
        } else server.killClickHouse();
      }
      await Promise.all(sending);
      if (turn % 4 === 3) {
        await server.kill();
        server = await ServerProcess.start(dataDir);
      }
    }
    let found = 0;
    for (const [id, { content, acknowledged }] of sent) {
      const answer = await get(server, id);
      const body = Buffer.from(await answer.arrayBuffer());
      expect([id, answer.status === 200 || !acknowledged]).toEqual([id, true]);
      if (answer.status !== 200) continue;
      found += 1;
      const parts = partsOf(answer.headers.get('Content-Type'), body);
      expect(parts.slice(1).map((part) => sha2Of(part.content))).toEqual([sha2Of(content)]);
    }
    expect(found).toBeGreaterThanOrEqual(12);
  }, 240_000);
});
