import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseInstant } from '#platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/clickhouse.ts';
import type { ClickHouse } from '../client/clickhouse.ts';
import { identityOf } from '../process/process-identity.ts';
import { readWatermark, say } from './lease-rows.ts';
import { LeaseLost, StoreHeld, StoreLease } from './store-lease.ts';

describe('the lease on a store', () => {
  let db: TestDatabase;
  let clickhouse: ClickHouse;
  let leases: StoreLease[];

  beforeAll(async () => {
    db = await createTestDatabase();
    clickhouse = db.clickhouse;
  });
  afterAll(() => db.drop());
  beforeEach(() => {
    leases = [];
  });
  afterEach(async () => {
    await Promise.all(leases.map((lease) => lease.release()));
    await clickhouse.command('test.clear', 'TRUNCATE TABLE leases');
  });

  async function acquire(
    options: Partial<Parameters<typeof StoreLease.acquire>[1]> = {},
  ): Promise<StoreLease> {
    const lease = await StoreLease.acquire(clickhouse, { holder: 'first', ...options });
    leases.push(lease);
    return lease;
  }

  /** Somebody who last spoke just now. */
  const claimOf = (process: object, ttl: number): Promise<void> =>
    say(clickhouse, {
      nonce: randomUUID(),
      state: 'held',
      ttl_ms: ttl,
      holder: 'gone',
      process: JSON.stringify(process),
      consistent_through: null,
    });

  it('keeps a second one out and names the holder, until it is released', async () => {
    const first = await acquire();
    await expect(acquire({ holder: 'second' })).rejects.toThrow(
      expect.objectContaining({ name: 'StoreHeld', holder: 'first', since: expect.stringMatching(/Z$/) }),
    );
    expect(first.held).toBe(true);
    await first.release();
    expect(first.held).toBe(false);
    expect((await acquire({ holder: 'second' })).held).toBe(true);
  });

  it('is given to exactly one of many that ask at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const asked = await Promise.allSettled([1, 2, 3, 4, 5, 6].map((n) => acquire({ holder: `n${n}` })));
      const refused = asked.filter(
        (outcome) => outcome.status === 'rejected' && outcome.reason instanceof StoreHeld,
      );
      expect(leases).toHaveLength(1);
      expect(refused).toHaveLength(5);
      await leases.pop()?.release();
    }
  });

  it('outlives its time by heartbeats', async () => {
    const first = await acquire({ ttlMs: 1_500 });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(first.held).toBe(true);
    await expect(acquire({ holder: 'second' })).rejects.toThrow(StoreHeld);
  });

  it('passes at once from a process of this machine that was killed', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await claimOf({ ...identityOf(), pid }, 3_600_000);
    expect((await acquire()).held).toBe(true);
  });

  it('passes from a silent process elsewhere only after its time', async () => {
    await claimOf({ ...identityOf(), host: 'elsewhere' }, 1_500);
    await expect(acquire()).rejects.toThrow(expect.objectContaining({ holder: 'gone' }));
    let lease: StoreLease | undefined;
    while (!lease) lease = await acquire().catch(() => undefined);
    expect(lease.held).toBe(true);
  });

  it('is lost when the time ran out before a heartbeat was answered, and says so once', async () => {
    let now = 0;
    let lost = 0;
    const lease = await acquire({ clockMillis: () => now, ttlMs: 1_000, onLost: () => (lost += 1) });
    now = 999;
    expect(lease.held).toBe(true);
    now = 1_000;
    expect(lease.held).toBe(false);
    await expect(lease.renew()).rejects.toThrow(LeaseLost);
    await expect(lease.renew()).rejects.toThrow(LeaseLost);
    expect(lost).toBe(1);
  });

  it('tells other processes the moment through which everything is recorded', async () => {
    expect(await readWatermark(clickhouse)).toBeNull();
    const [earlier, later] = [
      parseInstant('2026-07-06T08:00:00.000001Z'),
      parseInstant('2026-07-06T08:00:01Z'),
    ];
    if (!earlier || !later) throw new TypeError('not moments');
    const lease = await acquire();
    await lease.renew(earlier);
    expect(await readWatermark(clickhouse)).toBe(earlier);
    await lease.renew(later);
    await lease.release();
    await acquire({ holder: 'next' });
    expect(await readWatermark(clickhouse)).toBe(later);
  });
});
