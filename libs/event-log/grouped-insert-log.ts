import { setImmediate } from 'node:timers/promises';
import { ClickHouseUnanswered, slicesByLength, type ClickHouse } from '#clickhouse';
import { Problem, unavailable, type Clock, type IdSource, type Instant } from '#platform';
import { decideGroup, identityKey, type Standing } from './append-group.ts';
import { CommitDelay } from './commit-delay.ts';
import type { AppendRequest, AppendResult, EventLog } from './event-log.ts';
import { insertDurably, type DurableInsertOptions } from './durable-insert.ts';
import { latestRecordedAt, takenIdentities } from './identities/identities.query.ts';
import type { IdentityFilter } from './identities/identity-filter.ts';
import { knownIdentities } from './identities/known-identities.ts';
import { insertsByTable, type TableInsert } from './log-rows.ts';
import { RecordedTime } from './recorded-time.ts';
import type { Reconciliation } from './reconciliation/reconciliation.ts';

export interface GroupedInsertLimits {
  /** Events that may wait at most; beyond, a request is answered 503. */
  readonly queuedEvents: number;
  readonly queuedBytes: number;
  /** Events that go into one insert at most (a single request may be larger). */
  readonly groupEvents: number;
  /** How long a request waits for the store before it is answered 503. */
  readonly settleMillis: number;
}

export const DEFAULT_LIMITS: GroupedInsertLimits = {
  queuedEvents: 20_000,
  queuedBytes: 64 * 1024 * 1024,
  groupEvents: 1_600,
  settleMillis: 30_000,
};

interface Pending {
  readonly request: AppendRequest;
  readonly bytes: number;
  resolve(result: AppendResult): void;
  reject(reason: unknown): void;
}

interface LogLogger {
  info(context: object, message: string): void;
  warn(context: object, message: string): void;
  error(context: object, message: string): void;
}

/**
 * The log on one ClickHouse: concurrent requests are grouped into one durable insert, one group after the other, which
 * makes this process the arbiter of identities. Only the holder of the store's lease may have one.
 */
export class GroupedInsertLog implements EventLog {
  private readonly queue: Pending[] = [];
  private queuedEvents = 0;
  private queuedBytes = 0;
  private readonly delay = new CommitDelay();
  private running: Promise<void> | null = null;
  private closed = false;
  /** A group waits for the store, longer than a request does. */
  private overdue = false;
  /** What became of a group will not be known here: the watermark stays before it, so that the next start looks. */
  private unknown = false;

  private constructor(
    private readonly clickhouse: ClickHouse,
    private readonly time: RecordedTime,
    private readonly known: IdentityFilter,
    private readonly ids: IdSource,
    private readonly reconciliation: Reconciliation,
    private readonly logger: LogLogger,
    private readonly limits: GroupedInsertLimits,
    private readonly mayWrite: () => boolean,
  ) {}

  /** Brings log and facts to agreement, then opens the log for appending. */
  static async open(options: {
    clickhouse: ClickHouse;
    clock: Clock;
    ids: IdSource;
    reconciliation: Reconciliation;
    logger: LogLogger;
    limits?: Partial<GroupedInsertLimits>;
    /** Whether the store is still this writer's; asked before every insert. */
    mayWrite?: () => boolean;
  }): Promise<GroupedInsertLog> {
    await options.reconciliation.sinceCheckpoint();
    const [latest] = await options.clickhouse.query(latestRecordedAt, '', {});
    if (!latest) throw new Error('The log did not tell its latest recorded_at.');
    const time = new RecordedTime(options.clock, latest.recorded_at);
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    return new GroupedInsertLog(
      options.clickhouse,
      time,
      await readKnown(options.clickhouse, options.logger),
      options.ids,
      options.reconciliation,
      options.logger,
      limits,
      options.mayWrite ?? (() => true),
    );
  }

  watermark(): Instant {
    return this.time.watermark();
  }

  requireWriter(): void {
    if (this.closed) throw unavailable('The server is stopping. Send the request again.', 2);
    this.requireLease();
  }

  append(request: AppendRequest): Promise<AppendResult> {
    if (this.closed)
      return Promise.reject(
        unavailable('The server is stopping; nothing was stored. Send the request again.', 2),
      );
    if (this.overdue) return Promise.reject(unanswered());
    if (request.events.length === 0) return Promise.resolve({ stored: true, outcomes: [] });
    const bytes = request.events.reduce(
      (sum, event) => sum + (typeof event.data === 'string' ? event.data.length : 1024),
      0,
    );
    const full =
      this.queuedEvents + request.events.length > this.limits.queuedEvents ||
      this.queuedBytes + bytes > this.limits.queuedBytes;
    if (full && this.queue.length > 0) {
      return Promise.reject(
        unavailable(
          `${this.queuedEvents} events wait to be stored; nothing of this request was stored. Send it again.`,
          1,
        ),
      );
    }
    const outcome = new Promise<AppendResult>((resolve, reject) => {
      this.queue.push({ request, bytes, resolve, reject });
    });
    this.queuedEvents += request.events.length;
    this.queuedBytes += bytes;
    this.delay.arrived(this.queue.length);
    this.running ??= this.drain();
    return outcome;
  }

  /** Runs `work` while no group is being stored: nothing is appended in between. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    while (this.running) await this.running;
    const result = work();
    this.running = result.then(
      () => this.resume(),
      () => this.resume(),
    );
    return result;
  }

  /** Takes nothing more, stores what waits, and notes how far log and facts agree. */
  async close(): Promise<void> {
    this.closed = true;
    while (this.running) await this.running;
    await this.reconciliation.noteAgreement(this.time.watermark());
  }

  private requireLease(): void {
    if (!this.mayWrite())
      throw unavailable('This process is no longer the writer of its store. Send the request again.', 5);
  }

  private resume(): void {
    this.running = null;
    if (this.queue.length > 0) this.running = this.drain();
  }

  private async drain(): Promise<void> {
    // Let the requests that arrived in this turn of the event loop join the first group.
    await setImmediate();
    while (this.queue.length > 0) {
      if (this.queuedEvents < this.limits.groupEvents) await this.delay.gather(this.queue.length);
      await this.store(this.nextGroup());
      // Who was answered is written to in this turn; encoding the next group takes as long again, so that is for another.
      await setImmediate();
    }
    this.running = null;
  }

  private nextGroup(): Pending[] {
    const group: Pending[] = [];
    let events = 0;
    for (let next = this.queue[0]; next; next = this.queue[0]) {
      if (group.length > 0 && events + next.request.events.length > this.limits.groupEvents) break;
      this.queue.shift();
      group.push(next);
      events += next.request.events.length;
      this.queuedEvents -= next.request.events.length;
      this.queuedBytes -= next.bytes;
    }
    return group;
  }

  private async store(group: readonly Pending[]): Promise<void> {
    const began = performance.now();
    const patience = setTimeout(() => this.refuseWaiting(group), this.limits.settleMillis);
    try {
      const requests = group.map((pending) => pending.request);
      const standing = await this.lookUp(requests);
      const { results, recorded } = decideGroup(requests, standing, (count) => this.time.reserve(count));
      await this.insertAll(await insertsByTable(recorded), began);
      group.forEach((pending, index) => {
        const result = results[index];
        if (result) pending.resolve(result);
      });
    } catch (error) {
      const problem = error instanceof Problem ? error : unanswered(error);
      if (!(error instanceof Problem)) this.logger.error({ err: error }, 'a group was not stored');
      for (const pending of group) pending.reject(problem);
    } finally {
      clearTimeout(patience);
      this.overdue = false;
      if (!this.unknown) this.time.settle();
      this.delay.stored(group.length, this.queue.length, performance.now() - began);
    }
  }

  /** What became of a group is not known, and nothing else is stored until it is; nobody is kept waiting for that. */
  private refuseWaiting(group: readonly Pending[]): void {
    this.overdue = true;
    this.logger.warn({ requests: group.length }, 'the store does not answer');
    for (const pending of [...group, ...this.queue.splice(0)]) pending.reject(unanswered());
    this.queuedEvents = 0;
    this.queuedBytes = 0;
  }

  /** Ends when every insert has: what one of them may still bring must not become visible behind the watermark. */
  private async insertAll(inserts: readonly TableInsert[], began: number): Promise<void> {
    const options: DurableInsertOptions = {
      clickhouse: this.clickhouse,
      ids: this.ids,
      reconciliation: this.reconciliation,
      logger: this.logger,
      mayWrite: this.mayWrite,
      isAbandoned: () =>
        (this.closed || !this.mayWrite()) && performance.now() - began > this.limits.settleMillis,
    };
    this.requireLease();
    const ended = await Promise.allSettled(inserts.map((insert) => insertDurably(insert, options)));
    const failed = ended.flatMap((outcome): unknown[] =>
      outcome.status === 'rejected' ? [outcome.reason] : [],
    );
    this.unknown ||= failed.some((error) => error instanceof ClickHouseUnanswered);
    if (failed.length > 0) throw failed[0];
  }

  /** What stands under the identities of a group. An identity that the filter does not know is not asked for. */
  private async lookUp(requests: readonly AppendRequest[]): Promise<Map<string, Standing>> {
    const wanted = new Map<string, { tenant: string; source: string; ids: Set<string> }>();
    for (const { tenant, events } of requests) {
      for (const { source, id } of events) {
        if (!this.known.add(identityKey(tenant, source, id))) continue;
        const key = identityKey(tenant, source, '');
        const entry = wanted.get(key) ?? { tenant, source, ids: new Set<string>() };
        entry.ids.add(id);
        wanted.set(key, entry);
      }
    }
    const standing = new Map<string, Standing>();
    for (const { tenant, source, ids } of wanted.values()) {
      for (const slice of slicesByLength([...ids])) {
        const rows = await this.clickhouse.query(takenIdentities, tenant, { source, ids: slice });
        for (const row of rows) {
          standing.set(identityKey(tenant, source, row.id), {
            contentHash: row.content_hash,
            recordedAt: row.first_recorded_at,
          });
        }
      }
    }
    return standing;
  }
}

function unanswered(cause?: unknown): Problem {
  return unavailable('The store did not answer. Nothing is acknowledged; send the request again.', 2, {
    cause,
  });
}

const PROGRESS_MILLIS = 1000;

/** Tells how far it is when there is much to read. */
async function readKnown(clickhouse: ClickHouse, logger: LogLogger): Promise<IdentityFilter> {
  let told = performance.now();
  return knownIdentities(clickhouse, (read, of) => {
    if (performance.now() - told < PROGRESS_MILLIS) return;
    told = performance.now();
    logger.info({ read, of }, 'reading the identities of the log');
  });
}
