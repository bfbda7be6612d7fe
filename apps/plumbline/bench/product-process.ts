import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CreatedKey } from '#access';
import type { DatabaseAddress } from '#clickhouse';
import type { Scope } from '#platform';
import { z } from 'zod';
import { findRunning, type Running } from '../up/running.ts';

const main = join(import.meta.dirname, '..', import.meta.filename.endsWith('.ts') ? 'main.ts' : 'main.js');
const createdKey = z.object({
  id: z.string(),
  secret: z.string(),
  tenant: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(['ingest', 'read', 'reports', 'people', 'admin'])),
  lenient: z.boolean(),
  origins: z.array(z.string()),
});
const MEBIBYTE = 1024 * 1024;
/** A store of ten million events is compared with its facts when it is first opened, which takes minutes. */
const START_MILLIS = 1_200_000;

/** The measured process did not start or ended early. */
export class ProductEnded extends Error {
  constructor(reason: string) {
    super(`The measured product process ${reason}.`);
    this.name = 'ProductEnded';
  }
}

/** How a process fared while it was watched. */
export interface Fared {
  /** MiB, since it started; where the system keeps no peak, at the end. */
  readonly residentMax: number;
  /** Milliseconds, of all of the time; what is measured is 10 when nothing delays it. */
  readonly eventLoopDelayP99: number;
  readonly eventLoopDelayMax: number;
}

/** `plumbline up` as a process of its own, on a ClickHouse that is not its child: what it uses is its own. */
export class ProductProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly running: Running,
  ) {}

  /** @param profileDir where V8 leaves a CPU profile when it stops @throws ProductEnded */
  static async start(
    dataDir: string,
    address: DatabaseAddress,
    profileDir: string | null = null,
  ): Promise<ProductProcess> {
    const url = new URL(address.url);
    url.username = encodeURIComponent(address.user);
    url.password = encodeURIComponent(address.password);
    const child = fork(main, ['up'], {
      env: {
        PLUMBLINE_DATA_DIR: dataDir,
        PLUMBLINE_PORT: '0',
        PLUMBLINE_CLICKHOUSE_URL: url.toString(),
        PLUMBLINE_CLICKHOUSE_DATABASE: address.database,
        PLUMBLINE_LOG_LEVEL: 'warn',
      },
      execArgv: [
        ...process.execArgv,
        ...(profileDir === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`]),
      ],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const deadline = performance.now() + START_MILLIS;
    while (child.exitCode === null && performance.now() < deadline) {
      const running = await findRunning(dataDir);
      if (running && running.pid === child.pid) return new ProductProcess(child, running);
      await sleep(100);
    }
    child.kill('SIGKILL');
    throw new ProductEnded(
      child.exitCode === null ? 'did not start in time' : `ended with code ${child.exitCode}`,
    );
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get url(): string {
    return this.running.url;
  }

  async key(scopes: readonly Scope[], tenant = 'default'): Promise<CreatedKey> {
    const answer = await fetch(new URL(`/operator/tenants/${tenant}/keys`, this.url), {
      method: 'POST',
      headers: {
        authorization: `Operator ${this.running.operatorToken}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ name: 'bench', scopes }),
    });
    return createdKey.parse(await answer.json());
  }

  /** Runs `work` and tells how the process fared meanwhile. */
  async watch<T>(work: () => Promise<T>): Promise<{ result: T; fared: Fared }> {
    await this.sample(); // the first answer covers the time before
    const result = await work();
    const sample = await this.sample();
    return { result, fared: { ...sample, residentMax: this.residentPeak() ?? sample.residentMax } };
  }

  /** MiB that the process holds at most until now, or holds now where the system does not tell. */
  async resident(): Promise<number> {
    return this.residentPeak() ?? (await this.sample()).residentMax;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** From the product's own metrics; the event loop's histogram begins anew with each answer. */
  private async sample(): Promise<Fared> {
    const text = await (await fetch(new URL('/metrics', this.url))).text();
    const metric = (name: string) =>
      Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
    return {
      residentMax: metric('process_resident_memory_bytes') / MEBIBYTE,
      eventLoopDelayP99: metric('nodejs_eventloop_lag_p99_seconds') * 1000,
      eventLoopDelayMax: metric('nodejs_eventloop_lag_max_seconds') * 1000,
    };
  }

  /** Where the system keeps a peak (Linux), nothing between two samples is missed. */
  private residentPeak(): number | null {
    const file = `/proc/${this.child.pid}/status`;
    if (!existsSync(file)) return null;
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) / 1024;
  }
}
