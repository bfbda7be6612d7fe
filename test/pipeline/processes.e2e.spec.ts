import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyStore } from '#access';
import { ClickHouse } from '#clickhouse';
import { projectRoot, randomIds, systemClock } from '#platform';
import { testServer } from '#test/support/clickhouse';

/** A compiled main as an operator runs it, on the ClickHouse of this test run. */
class Main {
  output = '';
  private constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  static start(app: string, environment: Record<string, string>): Main {
    const file = join(projectRoot, 'dist', 'apps', app, 'main.js');
    const args = app === 'plumbline' ? [file, 'up'] : [file];
    return new Main(
      spawn(process.execPath, args, {
        env: { PATH: process.env['PATH'], ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  /** The URL it tells when it listens. */
  async url(): Promise<string> {
    for (let tries = 0; tries < 200; tries += 1) {
      const url = /listens on (http:\/\/\S+)/.exec(this.output)?.[1];
      if (url !== undefined) return url;
      if (this.child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`It does not listen:\n${this.output}`);
  }

  async exitCode(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.exitCode();
  }
}

describe('the processes on one ClickHouse server', () => {
  const database = `test_${randomBytes(8).toString('hex')}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-processes-'));
  const server = new URL(testServer().url);
  server.username = testServer().user;
  server.password = testServer().password;
  const environment = {
    PLUMBLINE_DATA_DIR: dataDir,
    PLUMBLINE_PORT: '0',
    PLUMBLINE_CLICKHOUSE_URL: server.toString(),
    PLUMBLINE_CLICKHOUSE_DATABASE: database,
    PLUMBLINE_LOG_LEVEL: 'error',
  };
  let intake: Main;
  let insights: Main;
  let authorization: string;

  beforeAll(async () => {
    intake = Main.start('intake', environment);
    await intake.url();
    insights = Main.start('insights', environment);
    await insights.url();
    await using clickhouse = ClickHouse.connect({ ...testServer(), database });
    const key = await new KeyStore(clickhouse, systemClock, randomIds).create('default', {
      name: 'test',
      scopes: ['admin'],
      lenient: false,
    });
    authorization = `Bearer ${key.id}.${key.secret}`;
  });
  afterAll(async () => {
    await Promise.all([intake.stop(), insights.stop()]);
    await using clickhouse = ClickHouse.connect({ ...testServer(), database: 'default' });
    await clickhouse.command('test.drop', `DROP DATABASE IF EXISTS ${database} SYNC`);
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('take a program in one and answer its scorecard in another, up to what the writer has told', async () => {
    const file = readFileSync(
      join(projectRoot, 'test', 'fixtures', 'programs', 'ai-reskilling-90-days.yaml'),
      'utf8',
    );
    const applied = await fetch(`${await intake.url()}/v1/programs/ai-reskilling-2026`, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/yaml' },
      body: file,
    });
    expect(applied.status).toBe(200);
    const ask = async () =>
      fetch(`${await insights.url()}/v1/programs/ai-reskilling-2026/scorecard`, {
        headers: { authorization },
      });
    let answer = await ask();
    for (let tries = 0; answer.status === 404 && tries < 50; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      answer = await ask();
    }
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      kpis: [{ kpi: 'training-completion', status: 'cannot-say' }, {}, {}, {}, {}],
    });
  });

  it('answer only what is theirs', async () => {
    const posted = await fetch(`${await insights.url()}/v1/events`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/cloudevents+json' },
      body: '{}',
    });
    expect(posted.status).toBe(404);
    expect((await fetch(`${await insights.url()}/readyz`)).status).toBe(200);
  });

  it('refuse a second writer, and say who holds the store', async () => {
    const second = Main.start('intake', environment);
    expect(await second.exitCode()).not.toBe(0);
    expect(second.output).toContain(`process ${intake.child.pid}`);
  });

  it('let the next writer in when the first stops', async () => {
    expect(await intake.stop()).toBe(0);
    intake = Main.start('intake', environment);
    expect(await intake.url()).toMatch(/^http:/);
  });
});
