import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerAddress } from '../client/server-address.ts';
import { DataDirectoryLock } from './data-directory-lock.ts';
import { ServerChild } from './server-child.ts';
import { defaultMemoryLimit, writeServerFiles, type ServerFiles } from './server-files.ts';

/** The part of a pino logger that the supervisor writes to. */
export interface ServerLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface EmbeddedServerOptions {
  readonly dataDir: string;
  /** For the whole server; a query that would exceed it fails with code 241. */
  readonly memoryLimitBytes?: number;
  readonly logger?: ServerLogger;
  /** Called each time the server serves again after it had died. */
  readonly onRestart?: () => void;
  /** The longest pause before a restart; pauses double from 0.1 s. Default 10 s. */
  readonly longestPauseMs?: number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** A run of this length counts as healthy: the next death starts from the shortest pause again. */
const HEALTHY_RUN_MS = 60_000;
const PORT_ATTEMPTS = 3;
const silent: ServerLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * A real ClickHouse as a supervised child process on one data directory, on the loopback interface only.
 * When it dies it is started again on the same port with growing pauses, so the address stays true.
 */
export class EmbeddedServer {
  private stopping: AbortController = new AbortController();
  private stopped: Promise<void> | undefined;
  private supervision: Promise<void> = Promise.resolve();

  private constructor(
    readonly address: ServerAddress,
    private readonly files: ServerFiles,
    private child: ServerChild,
    private readonly lock: DataDirectoryLock,
    private readonly logger: ServerLogger,
    private readonly onRestart: () => void,
    private readonly longestPauseMs: number,
  ) {}

  /**
   * Resolves when the server answers authenticated queries.
   * @throws DataDirectoryHeld, EmbeddedServerFailed
   */
  static async start(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
    mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
    const lock = await DataDirectoryLock.acquire(options.dataDir);
    const logger = options.logger ?? silent;
    try {
      const { address, files, child } = await firstStart(options, logger);
      const server = new EmbeddedServer(
        address,
        files,
        child,
        lock,
        logger,
        options.onRestart ?? (() => undefined),
        options.longestPauseMs ?? LONGEST_PAUSE_MS,
      );
      server.supervision = server.supervise();
      return server;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Of the current child; another one after a restart. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Stops the server within ten seconds and releases the data directory. */
  stop(): Promise<void> {
    this.stopped ??= this.stopOnce();
    return this.stopped;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  private async stopOnce(): Promise<void> {
    this.stopping.abort();
    await this.child.stop();
    await this.supervision;
    this.lock.release();
    this.logger.info({ url: this.address.url }, 'Embedded ClickHouse stopped');
  }

  private async supervise(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    let began = Date.now();
    for (;;) {
      await this.child.exited;
      if (this.stopping.signal.aborted) return;
      if (Date.now() - began > HEALTHY_RUN_MS) pause = FIRST_PAUSE_MS;
      this.logger.warn({ pid: this.child.pid, pause }, 'Embedded ClickHouse died; it is started again');
      await this.child.discard();
      await interruptibleSleep(pause, this.stopping.signal);
      pause = Math.min(pause * 2, this.longestPauseMs);
      if (this.stopping.signal.aborted) return;

      began = Date.now();
      this.child = ServerChild.spawn(this.address, this.files);
      try {
        await this.child.ready();
      } catch (error) {
        this.logger.error({ err: error }, 'Embedded ClickHouse could not be started again');
        continue;
      }
      this.logger.info({ pid: this.child.pid, url: this.address.url }, 'Embedded ClickHouse serves again');
      this.onRestart();
    }
  }
}

/** The port is free when it is chosen, not when it is bound, so a lost race is run again with another one. */
async function firstStart(
  options: EmbeddedServerOptions,
  logger: ServerLogger,
): Promise<{ address: ServerAddress; files: ServerFiles; child: ServerChild }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const memoryLimitBytes = options.memoryLimitBytes ?? defaultMemoryLimit();
    const files = writeServerFiles({ dataDir: options.dataDir, port, memoryLimitBytes });
    const address = { url: `http://127.0.0.1:${port}`, user: files.user, password: files.password };
    const child = ServerChild.spawn(address, files);
    try {
      await child.ready();
      logger.info({ pid: child.pid, url: address.url, memoryLimitBytes }, 'Embedded ClickHouse serves');
      return { address, files, child };
    } catch (error) {
      await child.discard();
      if (attempt === PORT_ATTEMPTS) throw error;
      // Also the moment in which the server of a starter that was just killed is still on its way out.
      await sleep(500 * attempt);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new TypeError('A TCP server has no port.'));
      });
    });
  });
}

async function interruptibleSleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
