import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot, searchPath } from '#platform';
import { ClickHouse } from '../client/clickhouse.ts';
import type { ServerAddress } from '../client/server-address.ts';
import type { ServerFiles } from './server-files.ts';

const PROCESS_FILE = join(projectRoot, 'libs', 'clickhouse', 'embedded', 'server-process.mjs');
/** A cold start reads 500 MB of library from a slow disk. */
const READY_WITHIN_MS = 90_000;
/** After this a stop is forced; what was acknowledged is in the data directory either way. */
const STOP_WITHIN_MS = 8_000;

/** The embedded server did not come up; its log tells why. */
export class EmbeddedServerFailed extends Error {
  constructor(logFile: string, detail: string) {
    super(`The embedded ClickHouse ${detail}; see ${logFile}.`);
    this.name = 'EmbeddedServerFailed';
  }
}

/** One run of the server process. */
export class ServerChild {
  readonly exited: Promise<void>;
  private gone = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly files: ServerFiles,
    private readonly address: ServerAddress,
  ) {
    this.exited = new Promise((done) => {
      const settle = (): void => {
        this.gone = true;
        done();
      };
      child.once('exit', settle);
      child.once('error', settle);
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Spawns the process; `ready` says when it serves. */
  static spawn(address: ServerAddress, files: ServerFiles): ServerChild {
    const log = openSync(files.logFile, 'a', 0o600);
    chmodSync(files.logFile, 0o600);
    try {
      // stdin stays a pipe: its end tells the child that this process is no more.
      const child = spawn(process.execPath, [PROCESS_FILE, files.launchFile], {
        stdio: ['pipe', log, log],
        env: { PATH: searchPath() },
      });
      return new ServerChild(child, files, address);
    } finally {
      closeSync(log);
    }
  }

  /** Resolves when an authenticated query is answered. @throws EmbeddedServerFailed */
  async ready(): Promise<void> {
    await using client = this.connect();
    const deadline = Date.now() + READY_WITHIN_MS;
    while (Date.now() < deadline) {
      if (this.gone) throw new EmbeddedServerFailed(this.files.logFile, 'ended before it was ready');
      // A ping needs no password, so a stranger on the same port would pass it; the query would not.
      if ((await client.ping()) && (await client.answers())) return;
      await Promise.race([sleep(30), this.exited]);
    }
    this.child.kill('SIGKILL');
    throw new EmbeddedServerFailed(this.files.logFile, `was not ready within ${READY_WITHIN_MS / 1000} s`);
  }

  /** Ends the process: by cancelling the query it lives on, by SIGKILL when that takes too long. */
  async stop(): Promise<void> {
    if (this.gone) return;
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_WITHIN_MS);
    try {
      await this.cancelKeepAlive();
    } catch {
      this.child.kill('SIGKILL'); // it does not answer, so it will not stop by being asked
    }
    await this.exited;
    clearTimeout(timer);
  }

  async discard(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  private async cancelKeepAlive(): Promise<void> {
    await using client = this.connect();
    // The keep-alive query has no user's name in the process list, and nobody else's query matters now.
    await client.command('embedded.stop', 'KILL QUERY WHERE user != currentUser() ASYNC');
  }

  /** For one purpose each: the server waits at its stop for connections that are still open. */
  private connect(): ClickHouse {
    return ClickHouse.connect({ ...this.address, database: 'system' });
  }
}
