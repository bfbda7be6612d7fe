import {
  ClickHouse,
  EmbeddedServer,
  StoreLease,
  migrate,
  readWatermark,
  type ServerAddress,
} from '#clickhouse';
import type { Clock, IdSource, Instant, Logger, Settings, Watermark } from '#platform';
import { hostname } from 'node:os';
import { GroupedInsertLog, type GroupedInsertLimits } from '../grouped-insert-log.ts';
import { Reconciliation } from '../reconciliation/reconciliation.ts';

/** The embedded store has one process by its data directory's lock; its lease must outlive a cold start of ClickHouse. */
const EMBEDDED_LEASE_MILLIS = 60_000;
const SERVER_LEASE_MILLIS = 15_000;
/** How often other processes are told up to where the log is complete. */
const WATERMARK_MILLIS = 1000;

export interface StoreOptions {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** The database of this installation, migrated: embedded or on a server. Readers use `clickhouse`; one writer opens the log. */
export class Store implements Watermark {
  private log: GroupedInsertLog | null = null;
  private lease: StoreLease | null = null;
  private announcing: NodeJS.Timeout | null = null;

  private constructor(
    readonly clickhouse: ClickHouse,
    /** Null: a server that is not ours to stop. */
    readonly embedded: EmbeddedServer | null,
    private readonly options: StoreOptions,
  ) {}

  /** Starts or reaches ClickHouse and migrates. @throws DataDirectoryHeld, MigrationFailed, MigrationRefused */
  static async open(options: StoreOptions): Promise<Store> {
    const { settings, logger } = options;
    const embedded =
      settings.clickhouseUrl === null
        ? await EmbeddedServer.start({
            dataDir: settings.dataDir,
            memoryLimitBytes: settings.clickhouseMemoryBytes,
            logger,
          })
        : null;
    try {
      const address = {
        ...(embedded?.address ?? serverAddress(settings.clickhouseUrl ?? '')),
        database: settings.clickhouseDatabase,
      };
      const { applied } = await migrate(address);
      if (applied.length > 0)
        logger.info({ statements: applied.length, database: address.database }, 'migrated');
      return new Store(ClickHouse.connect(address), embedded, options);
    } catch (error) {
      await embedded?.stop();
      throw error;
    }
  }

  /**
   * Becomes the one writer: takes the lease, brings log and facts to agreement, opens the log.
   * @param onLost the lease ran out: another process may write now, and this one must stop.
   * @throws StoreHeld when another process is the writer
   */
  async openLog(onLost: () => void, limits: Partial<GroupedInsertLimits> = {}): Promise<GroupedInsertLog> {
    const { clock, ids, logger } = this.options;
    const lease = await StoreLease.acquire(this.clickhouse, {
      holder: `process ${process.pid} on ${hostname()}`,
      ttlMs: this.embedded ? EMBEDDED_LEASE_MILLIS : SERVER_LEASE_MILLIS,
      onLost,
    });
    this.lease = lease;
    const reconciliation = new Reconciliation(this.clickhouse);
    const log = await GroupedInsertLog.open({
      clickhouse: this.clickhouse,
      clock,
      ids,
      reconciliation,
      logger,
      limits,
      mayWrite: () => lease.held,
    });
    this.log = log;
    this.announcing = setInterval(() => {
      lease
        .renew(log.watermark())
        .catch((error: unknown) => logger.warn({ err: error }, 'the watermark was not announced'));
    }, WATERMARK_MILLIS).unref();
    return log;
  }

  async consistentThrough(): Promise<Instant> {
    return this.log?.watermark() ?? (await readWatermark(this.clickhouse)) ?? this.options.clock.now();
  }

  /** Stores what waits, lets the next writer in, and stops the embedded server. */
  async close(): Promise<void> {
    if (this.announcing) clearInterval(this.announcing);
    try {
      await this.log?.close();
      if (this.log && this.lease?.held) await this.lease.renew(this.log.watermark());
      await this.lease?.release();
    } catch (error) {
      // A lease that was lost, or a ClickHouse that is gone: the rest must stop all the same.
      this.options.logger.warn({ err: error }, 'the store was not closed in order');
    } finally {
      await this.clickhouse.close();
      await this.embedded?.stop();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** A server as PLUMBLINE_CLICKHOUSE_URL names it: user and password stand in the URL. */
export function serverAddress(url: string): ServerAddress {
  const parsed = new URL(url);
  const address = {
    user: decodeURIComponent(parsed.username) || 'default',
    password: decodeURIComponent(parsed.password),
  };
  parsed.username = '';
  parsed.password = '';
  return { url: parsed.toString().replace(/\/$/, ''), ...address };
}
