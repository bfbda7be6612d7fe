import { createServer, connect, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ClickHouse, ClickHouseUnanswered, defineQuery } from '#clickhouse';
import { randomIds, systemClock, Problem, type Instant } from '#platform';
import { z } from 'zod';
import { aModuleCompleted } from '#test/support/append-requests';
import { createTestDatabase, type TestDatabase } from '#test/support/clickhouse';
import { GroupedInsertLog, Reconciliation, type AppendResult } from './index.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const SETTLE_MILLIS = 2000;

const rowsStored = defineQuery({
  name: 'test.stored',
  sql: 'SELECT count() AS rows FROM events WHERE tenant = {tenant:String}',
  params: z.object({}),
  row: z.object({ rows: z.coerce.number() }),
});

/** The way to ClickHouse, which can be blocked: what is sent then waits on the way, and arrives later or never. */
class Way {
  private blocked = false;
  private readonly waiting: [Socket, Buffer][] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(target: URL): Promise<Way> {
    let way: Way | undefined;
    const server = createServer((from) => {
      const onward = connect(Number(target.port), target.hostname);
      way?.sockets.add(from).add(onward);
      from.on('data', (chunk) => way?.pass(onward, chunk));
      onward.on('data', (chunk) => from.write(chunk));
      for (const [one, other] of [
        [from, onward],
        [onward, from],
      ] as const) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The way has no port.');
    way = new Way(server, address.port);
    return way;
  }

  block(): void {
    this.blocked = true;
  }

  /** What waited arrives now. */
  open(): void {
    this.blocked = false;
    for (const [to, chunk] of this.waiting.splice(0)) to.write(chunk);
  }

  /** What waited never arrives: its connections are cut. */
  cut(): void {
    this.waiting.length = 0;
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    this.blocked = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pass(to: Socket, chunk: Buffer): void {
    if (this.blocked) this.waiting.push([to, chunk]);
    else to.write(chunk);
  }
}

/** Loses the identities of the log, and the store, the first two times that the facts of an insert are compared. */
class LostTwice extends Reconciliation {
  private lost = 0;

  constructor(private readonly store: ClickHouse) {
    super(store);
  }

  override async between(first: Instant, last: Instant): Promise<void> {
    if (this.lost === 2) return super.between(first, last);
    this.lost += 1;
    await this.store.command('test.lose', 'TRUNCATE TABLE event_identities');
    throw new ClickHouseUnanswered('test');
  }
}

describe('An insert that is not answered in time', () => {
  let database: TestDatabase;
  let way: Way;
  let clickhouse: ClickHouse;
  let log: GroupedInsertLog;

  beforeAll(async () => {
    database = await createTestDatabase();
    way = await Way.to(new URL(database.address.url));
    clickhouse = ClickHouse.connect({ ...database.address, url: `http://127.0.0.1:${way.port}` });
  });
  afterAll(async () => {
    await clickhouse.close();
    await way.close();
    await database.drop();
  });
  beforeEach(async () => {
    log = await GroupedInsertLog.open({
      clickhouse,
      clock: systemClock,
      ids: randomIds,
      reconciliation: new Reconciliation(clickhouse),
      logger: silent,
      limits: { settleMillis: SETTLE_MILLIS },
    });
  });

  const count = async (tenant: string) => (await database.clickhouse.query(rowsStored, tenant, {}))[0]?.rows;
  const refused = (appended: Promise<unknown>): Promise<Problem> =>
    appended.then(
      () => Promise.reject(new Error('It was stored.')),
      (problem: Problem) => problem,
    );

  /** Sends again what was refused only because the store is slow to answer, as a sender does. */
  const stored = async (...request: Parameters<typeof aModuleCompleted>): Promise<AppendResult> => {
    for (;;) {
      try {
        return await log.append(aModuleCompleted(...request));
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.status !== 503) throw problem;
        await sleep(20);
      }
    }
  };

  it.each(['open', 'cut'] as const)(
    'is refused, and nothing is stored twice when it is sent again: the way is %s later',
    async (how) => {
      const tenant = `late-${how}`;
      await stored(tenant, 'before');
      way.block();
      const late = refused(log.append(aModuleCompleted(tenant, 'late')));
      await sleep(50);
      const queued = refused(log.append(aModuleCompleted(tenant, 'queued')));
      expect([(await late).status, (await queued).status]).toEqual([503, 503]);
      // Nothing can be told apart while it is not known what the store has.
      const stands = log.watermark();
      expect((await refused(log.append(aModuleCompleted(tenant, 'late')))).status).toBe(503);
      expect(log.watermark()).toBe(stands);
      expect(await count(tenant)).toBe(1);

      way[how]();
      while (log.watermark() === stands) await sleep(20);
      expect(await count(tenant)).toBe(2);
      expect(await stored(tenant, 'late')).toMatchObject({ outcomes: [{ outcome: 'duplicate' }] });
      await stored(tenant, 'queued');
      expect(await count(tenant)).toBe(3);
      await log.close();
    },
  );

  it('is not what a look-up is: the watermark moves on after one that was not answered', async () => {
    const tenant = 'look-up';
    await stored(tenant, 'before');
    way.block();
    // An id that is known is looked up, and asked for once more when the connection breaks.
    const asked = refused(log.append(aModuleCompleted(tenant, 'before')));
    for (let broken = 0; broken < 2; broken += 1) {
      await sleep(50);
      way.cut();
      way.block();
    }
    expect((await asked).status).toBe(503);
    way.cut();
    const [stood, appended] = [log.watermark(), await stored(tenant, 'after')];
    expect(appended).toMatchObject({ outcomes: [{ recordedAt: expect.any(String) }] });
    expect(log.watermark() > stood).toBe(true);
    await sleep(5);
    const [{ recordedAt } = { recordedAt: '' }] = appended.stored ? appended.outcomes : [];
    expect(log.watermark() >= recordedAt).toBe(true);
    await log.close();
  });

  it('has its facts cut, also when the store is lost once more meanwhile', async () => {
    const tenant = 'lost-again';
    const again = await GroupedInsertLog.open({
      clickhouse,
      clock: systemClock,
      ids: randomIds,
      reconciliation: new LostTwice(clickhouse),
      logger: silent,
    });
    await again.append(aModuleCompleted(tenant, 'before'));
    way.block();
    const late = again.append(aModuleCompleted(tenant, 'late'));
    await sleep(50);
    way.cut();
    expect(await late).toMatchObject({ outcomes: [{ outcome: 'stored' }] });
    expect(await again.append(aModuleCompleted(tenant, 'late'))).toMatchObject({
      outcomes: [{ outcome: 'duplicate' }],
    });
    expect(await count(tenant)).toBe(2);
    await again.close();
  });

  it('keeps the watermark where it was, also when the log is closed before it is known', async () => {
    await stored('closed', 'before');
    way.block();
    await refused(log.append(aModuleCompleted('closed', 'late')));
    const stands = log.watermark();
    const closing = log.close();
    way.cut();
    await closing;
    expect(log.watermark()).toBe(stands);
  });
});
