import { afterEach, describe, expect, it } from '@jest/globals';
import { EmbeddedServer } from '#clickhouse';
import { ServerProcess } from '#test/support/server-process';
import { aStatement } from '#test/support/statements';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '#story';
import { z } from 'zod';

const SENDERS = 6;
const WRITERS = 4;
/** Answers that come before something is killed once more. */
const ANSWERS_BETWEEN = 12;

interface Batch {
  readonly statements: readonly { readonly id: string }[];
  acknowledged: boolean;
}

interface Written {
  sent: number;
  acknowledged: number;
}

/** Clients that go on sending whatever becomes of the server: what was not answered they leave. */
class Load {
  readonly batches: Batch[] = [];
  readonly documents = new Map<string, Written>();
  readonly strange: unknown[] = [];
  private answers = 0;
  private stopped = false;
  private readonly running: Promise<void>[] = [];

  constructor(
    private server: ServerProcess,
    private readonly headers: Readonly<Record<string, string>>,
  ) {
    for (let index = 0; index < SENDERS; index += 1) this.running.push(this.sendStatements(index));
    for (let index = 0; index < WRITERS; index += 1) this.running.push(this.writeState(`state-${index}`));
  }

  moveTo(server: ServerProcess): void {
    this.server = server;
  }

  /** When so many more were answered 2xx. */
  async answered(more: number): Promise<void> {
    const wanted = this.answers + more;
    while (this.answers < wanted && this.strange.length === 0) await sleep(5);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.running);
  }

  /** @returns null when the connection broke before the answer */
  async send(method: string, path: string, body: unknown): Promise<number | null> {
    for (;;) {
      try {
        const answer = await fetch(`${this.server.url}${path}`, {
          method,
          headers: { ...this.headers, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        const text = await answer.text().catch(() => null);
        if (answer.status < 300) this.answers += 1;
        // Of a store that does not answer, or a server that ends, 503 is what is to be said.
        else if (answer.status !== 503) this.strange.push([answer.status, text]);
        return answer.status;
      } catch (error) {
        if (!nobodyListens(error) || this.stopped) return null;
        await sleep(50);
      }
    }
  }

  private async sendStatements(sender: number): Promise<void> {
    const random = new Random(`sender ${sender}`);
    while (!this.stopped) {
      const statements = Array.from({ length: random.between(1, 30) }, () => aStatement());
      const batch: Batch = { statements, acknowledged: false };
      this.batches.push(batch);
      const status = await this.send('POST', '/xapi/statements', statements);
      batch.acknowledged = status === 200;
      if (status !== 200) await sleep(250);
    }
  }

  private async writeState(stateId: string): Promise<void> {
    const written: Written = { sent: 0, acknowledged: 0 };
    this.documents.set(stateId, written);
    while (!this.stopped) {
      written.sent += 1;
      const number = written.sent;
      if ((await this.send('PUT', statePath(stateId), { number })) === 204) written.acknowledged = number;
      else await sleep(250);
    }
  }
}

const refusedConnection = z.object({ cause: z.object({ code: z.literal('ECONNREFUSED') }) });

/** By its shape: what fetch throws is made outside of the test's realm. */
function nobodyListens(error: unknown): boolean {
  return refusedConnection.safeParse(error).success;
}

function statePath(stateId: string): string {
  const agent = JSON.stringify({ mbox: 'mailto:ada@example.org' });
  return `/xapi/activities/state?${new URLSearchParams({ activityId: 'https://lms.example.org/c', agent, stateId })}`;
}

const page = z.object({ statements: z.array(z.object({ id: z.string() })), more: z.string() });
const document = z.object({ number: z.number() });

async function read(server: ServerProcess, path: string): Promise<unknown> {
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(`${server.url}${path}`, { headers: server.headers });
    if (answer.status === 200 || (answer.status === 404 && path.startsWith('/xapi/activities'))) {
      return answer.status === 200 ? answer.json() : null;
    }
    // ClickHouse may still be on its way back.
    if (answer.status !== 503 || tries > 100) throw new Error(`${answer.status} to ${path}`);
    await sleep(100);
  }
}

/** The id of every statement that is stored, as often as it stands there. */
async function storedIds(server: ServerProcess): Promise<string[]> {
  const ids: string[] = [];
  for (let path = '/xapi/statements?limit=500'; path !== '';) {
    const { statements, more } = page.parse(await read(server, path));
    ids.push(...statements.map(({ id }) => id));
    path = more;
  }
  return ids;
}

async function expectKept(server: ServerProcess, load: Load): Promise<void> {
  const ids = await storedIds(server);
  const stored = new Set(ids);
  expect(ids).toHaveLength(stored.size);
  const half = load.batches.filter(({ statements, acknowledged }) => {
    const found = statements.filter(({ id }) => stored.has(id)).length;
    return found !== statements.length && (acknowledged || found > 0);
  });
  expect(half).toEqual([]);
  for (const [stateId, { sent, acknowledged }] of load.documents) {
    const found = document.nullable().parse(await read(server, statePath(stateId)));
    const number = found?.number ?? 0;
    expect([stateId, number >= acknowledged, number <= sent]).toEqual([stateId, true, true]);
  }
}

/** What was not answered is sent again, as a sender does that wants to know. */
async function expectSentAgain(server: ServerProcess, load: Load): Promise<void> {
  const open = load.batches.filter(({ acknowledged }) => !acknowledged);
  for (let at = 0; at < open.length; at += SENDERS) {
    const some = open.slice(at, at + SENDERS);
    const statuses = await Promise.all(
      some.map(({ statements }) => load.send('POST', '/xapi/statements', statements)),
    );
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    for (const batch of some) batch.acknowledged = true;
  }
  await expectKept(server, load);
}

describe('kill -9 while clients send statements and documents', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-killed-'));
  let server: ServerProcess | undefined;
  let load: Load | undefined;
  afterEach(async () => {
    await load?.stop();
    await server?.kill();
    server = undefined;
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('of the product, of its ClickHouse and of both at once loses, doubles and halves nothing', async () => {
    const random = new Random('killed clients');
    server = await ServerProcess.start(dataDir);
    load = new Load(server, server.headers);
    for (const victim of ['product', 'clickhouse', 'product', 'both', 'clickhouse'] as const) {
      await load.answered(ANSWERS_BETWEEN);
      await sleep(random.between(0, 60));
      if (victim !== 'product') server.killClickHouse();
      if (victim === 'clickhouse') {
        await load.answered(1);
      } else {
        await server.kill();
        server = await ServerProcess.start(dataDir);
        load.moveTo(server);
      }
      expect(load.strange).toEqual([]);
    }
    await load.answered(ANSWERS_BETWEEN);
    await load.stop();
    expect(load.strange).toEqual([]);
    expect(load.batches.filter(({ acknowledged }) => !acknowledged).length).toBeGreaterThan(0);
    await expectKept(server, load);
    await expectSentAgain(server, load);
  }, 120_000);

  it('of a ClickHouse server beside it loses, doubles and halves nothing', async () => {
    const random = new Random('killed server');
    const clickhouse = await EmbeddedServer.start({ dataDir: join(dataDir, `server-${randomUUID()}`) });
    try {
      const url = new URL(clickhouse.address.url);
      url.username = clickhouse.address.user;
      url.password = encodeURIComponent(clickhouse.address.password);
      server = await ServerProcess.start(join(dataDir, 'product'), url.toString());
      load = new Load(server, server.headers);
      for (let kills = 0; kills < 3; kills += 1) {
        await load.answered(ANSWERS_BETWEEN);
        await sleep(random.between(0, 60));
        // Its supervisor starts it again, on the same port.
        if (clickhouse.pid !== undefined) process.kill(clickhouse.pid, 'SIGKILL');
      }
      await load.answered(ANSWERS_BETWEEN);
      await load.stop();
      expect(load.strange).toEqual([]);
      await expectKept(server, load);
      await expectSentAgain(server, load);
    } finally {
      await load?.stop();
      await server?.kill();
      server = undefined;
      await clickhouse.stop();
    }
  }, 120_000);
});
