import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '#platform';
import type { ClickHouse } from '../client/clickhouse.ts';
import { fateOf, identityOf, processIdentity } from '../process/process-identity.ts';
import { readCandidates, say, type Candidate, type Word } from './lease-rows.ts';

/** Another living process owns the database. */
export class StoreHeld extends Error {
  readonly holder: string;
  /** RFC 3339. */
  readonly since: string;

  constructor(database: string, { holder, since }: Candidate) {
    super(`The database ${database} is owned by ${holder} since ${since}.`);
    this.name = 'StoreHeld';
    this.holder = holder;
    this.since = since;
  }
}

/** The lease ran out before it could be renewed, or was released; another may own the database now. */
export class LeaseLost extends Error {
  constructor(database: string) {
    super(`The lease on the database ${database} has run out.`);
    this.name = 'LeaseLost';
  }
}

export interface LeaseOptions {
  /** Told to whoever finds the store held: `intake, process 4711 on host a`. */
  readonly holder: string;
  /** How long a holder that fell silent keeps others out. Default 30 s. */
  readonly ttlMs?: number;
  /** Milliseconds that never go back. */
  readonly clockMillis?: () => number;
  /** Called once, when the lease ran out without being renewed. */
  readonly onLost?: () => void;
}

/** Longer than a disk or a server stalls; a holder that died on this machine is seen at once. */
const TTL_MS = 30_000;
const BEATS_PER_TTL = 6;
const POLL_MS = 25;

/**
 * The sole ownership of a database, from rows in `leases`. Every candidate first inserts its claim and then reads
 * everybody's. An insert is visible to all reads that begin after its answer, so of two candidates at least one sees the
 * other, however slow either is:
 * - one that sees an earlier candidate steps back;
 * - one that sees only later claims waits until each has stepped back, died or taken hold. A later one that took hold
 *   did not see the earlier, whose insert was still under way, and stands.
 * The holder counts its time from before it sent a heartbeat, the others from when the server stored it, so it stops
 * before they start, provided no clock runs much faster than another. ClickHouse cannot refuse the write of a holder that
 * froze between looking at `held` and sending: that gap is only as small as its callers make it.
 */
export class StoreLease {
  private readonly timer: NodeJS.Timeout;
  private beating: Promise<void> | undefined;
  private over = false;

  private constructor(
    private readonly clickhouse: ClickHouse,
    private word: Word,
    /** By the local clock, before the last answered heartbeat was sent. */
    private saidAt: number,
    private readonly clockMillis: () => number,
    private readonly onLost: () => void,
  ) {
    this.timer = setInterval(() => this.tick(), word.ttl_ms / BEATS_PER_TTL).unref();
  }

  /** @throws StoreHeld */
  static async acquire(clickhouse: ClickHouse, options: LeaseOptions): Promise<StoreLease> {
    const clockMillis = options.clockMillis ?? (() => performance.now());
    const claim: Word = {
      nonce: randomUUID(),
      state: 'claimed',
      ttl_ms: options.ttlMs ?? TTL_MS,
      holder: options.holder,
      process: JSON.stringify(identityOf()),
      consistent_through: null,
    };
    const claimedAt = clockMillis();
    await say(clickhouse, claim);
    try {
      const since = await winnersTime(clickhouse, claim);
      const saidAt = clockMillis();
      const held: Word = { ...claim, state: 'held', claimed_at: since };
      await say(clickhouse, held);
      // A claim that ran out meanwhile was invisible to others for a while.
      if (clockMillis() - claimedAt >= claim.ttl_ms) throw new LeaseLost(clickhouse.database);
      return new StoreLease(clickhouse, held, saidAt, clockMillis, options.onLost ?? (() => undefined));
    } catch (error) {
      await say(clickhouse, { ...claim, state: 'released' });
      throw error;
    }
  }

  /** Whether the database is this lease's at this very moment. */
  get held(): boolean {
    return !this.over && this.clockMillis() - this.saidAt < this.word.ttl_ms;
  }

  /**
   * Heartbeats come by themselves; this sends one now, to tell others the moment through which everything is recorded.
   * @throws LeaseLost
   */
  async renew(consistentThrough?: Instant): Promise<void> {
    if (!this.held) {
      this.lose();
      throw new LeaseLost(this.clickhouse.database);
    }
    if (consistentThrough !== undefined) this.word = { ...this.word, consistent_through: consistentThrough };
    const sentAt = this.clockMillis();
    await say(this.clickhouse, this.word);
    if (this.held) this.saidAt = Math.max(this.saidAt, sentAt);
  }

  /** Lets the next one in at once. */
  async release(): Promise<void> {
    if (this.over) return;
    this.end();
    await this.beating;
    await say(this.clickhouse, { ...this.word, state: 'released' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release();
  }

  private tick(): void {
    if (!this.held) this.lose();
    else this.beating ??= this.beat();
  }

  private async beat(): Promise<void> {
    try {
      await this.renew();
    } catch {
      // Whether it matters is for the time to say: the next tick tries again or finds the lease run out.
    } finally {
      this.beating = undefined;
    }
  }

  private lose(): void {
    if (this.over) return;
    this.end();
    this.onLost();
  }

  private end(): void {
    this.over = true;
    clearInterval(this.timer);
  }
}

/** Waits until the claim stands alone; the time it was made, by the server. @throws StoreHeld, LeaseLost */
async function winnersTime(clickhouse: ClickHouse, claim: Word): Promise<string> {
  for (;;) {
    const candidates = (await readCandidates(clickhouse)).filter(mayLive);
    const place = candidates.findIndex(({ nonce }) => nonce === claim.nonce);
    const own = candidates[place];
    if (!own) throw new LeaseLost(clickhouse.database);
    const others = candidates.filter(({ nonce }) => nonce !== claim.nonce);
    const inTheWay = others.find(({ state }) => state === 'held') ?? candidates.slice(0, place)[0];
    if (inTheWay) throw new StoreHeld(clickhouse.database, inTheWay);
    if (others.length === 0) return own.since;
    await sleep(POLL_MS);
  }
}

/** On this machine the death of a holder is seen at once, without waiting for its time to run out. */
function mayLive({ process }: Candidate): boolean {
  return fateOf(processIdentity.parse(JSON.parse(process))) !== 'dead';
}
