import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineQuery, type ClickHouse } from '#clickhouse';
import { SettableClock, randomIds, type Instant } from '#platform';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '#test/support/clickhouse';
import { GroupedInsertLog, Reconciliation, type AppendRequest, type CandidateEvent } from './index.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const START = '2026-07-01T08:00:00.000000Z' as Instant;

const logged = defineQuery({
  name: 'test.logged',
  sql: 'SELECT id, data, recorded_at, occurred_at FROM events WHERE tenant = {tenant:String} ORDER BY recorded_at',
  params: z.object({}),
  row: z.object({ id: z.string(), data: z.string(), recorded_at: z.string(), occurred_at: z.string() }),
});

const countOf = (table: 'learner_events' | 'event_identities' | 'module_facts') =>
  defineQuery({
    name: 'test.count',
    sql: `SELECT count() AS rows FROM ${table} WHERE tenant = {tenant:String}`,
    params: z.object({}),
    row: z.object({ rows: z.coerce.number() }),
  });

function candidate(id: string, content = 'a', over: Partial<CandidateEvent> = {}): CandidateEvent {
  return {
    source: 'https://tools.example.org/modules',
    id,
    type: 'plumbline.module.completed',
    version: 1,
    subject: 'learner-1',
    program: 'p',
    occurredAt: START,
    identities: [],
    contentHash: content.padEnd(64, '0'),
    attributes: '',
    data: JSON.stringify({ learner: 'learner-1', module: `m-${content}`, program: 'p' }),
    upcastData: '',
    ...over,
  };
}

function request(tenant: string, events: CandidateEvent[], atomic = false): AppendRequest {
  return { tenant, recordedBy: 'key', events, atomic };
}

describe('the grouped log', () => {
  let database: TestDatabase;
  let clickhouse: ClickHouse;
  let log: GroupedInsertLog;
  const clock = new SettableClock(START);

  beforeAll(async () => {
    database = await createTestDatabase();
    clickhouse = database.clickhouse;
    log = await GroupedInsertLog.open({
      clickhouse,
      clock,
      ids: randomIds,
      reconciliation: new Reconciliation(clickhouse),
      logger: silent,
    });
  });
  afterAll(async () => {
    await log.close();
    await database.drop();
  });

  it('has the row of an event before any fact of it, so that a fact is never without its row', async () => {
    const rows = async (table: Parameters<typeof countOf>[0]) =>
      (await clickhouse.query(countOf(table), 'row-first', {}))[0]?.rows ?? Number.NaN;
    const note = 'a long row takes longer than its facts '.repeat(500);
    const append = async () => {
      for (let group = 0; group < 20; group += 1) {
        const data = JSON.stringify({ learner: 'learner-1', module: 'm', program: 'p', note });
        const events = Array.from({ length: 200 }, (_, n) => candidate(`${group}-${n}`, 'a', { data }));
        await log.append(request('row-first', events));
      }
    };
    const ahead: number[] = [];
    const ended = new AbortController();
    const appended = append().finally(() => ended.abort());
    while (!ended.signal.aborted) {
      // The facts are counted first: what comes in between can only be a row more.
      for (const fact of ['event_identities', 'module_facts'] as const)
        ahead.push((await rows(fact)) - (await rows('learner_events')));
    }
    await appended;
    expect(ahead.length).toBeGreaterThan(20);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(0);
    expect([await rows('module_facts'), await rows('event_identities')]).toEqual([4000, 4000]);
  });

  it('stores new events with strictly increasing recorded times under a clock that stands still', async () => {
    await Promise.all(
      [1, 2, 3].map((n) => log.append(request('increasing', [candidate(`a${n}`), candidate(`b${n}`)]))),
    );
    const rows = await clickhouse.query(logged, 'increasing', {});
    expect(rows).toHaveLength(6);
    const times = rows.map((row) => row.recorded_at);
    expect(new Set(times).size).toBe(6);
    expect(times).toEqual(times.toSorted());
  });

  it('keeps the first of equal and unequal re-sends, within and across requests', async () => {
    const first = await log.append(
      request('resend', [candidate('x', 'a'), candidate('x', 'a'), candidate('x', 'b')]),
    );
    expect(first).toMatchObject({
      stored: true,
      outcomes: [{ outcome: 'stored' }, { outcome: 'duplicate' }, { outcome: 'conflict' }],
    });
    const [again, other] = await Promise.all([
      log.append(request('resend', [candidate('x', 'a')])),
      log.append(request('resend', [candidate('x', 'c')])),
    ]);
    expect(again).toMatchObject({ outcomes: [{ outcome: 'duplicate' }] });
    expect(other).toMatchObject({ outcomes: [{ outcome: 'conflict' }] });
    const rows = await clickhouse.query(logged, 'resend', {});
    expect(rows.map((row) => JSON.parse(row.data))).toEqual([
      { learner: 'learner-1', module: 'm-a', program: 'p' },
    ]);
  });

  it('takes nothing of an atomic batch with one conflict', async () => {
    await log.append(request('atomic', [candidate('there', 'a')], true));
    const refused = await log.append(
      request('atomic', [candidate('new', 'a'), candidate('there', 'b')], true),
    );
    expect(refused).toEqual({ stored: false, conflicts: [1] });
    expect(await clickhouse.query(logged, 'atomic', {})).toHaveLength(1);
  });

  it('lets exactly one of many concurrent contents win', async () => {
    const contents = Array.from({ length: 32 }, (_, index) => `c${index}`);
    const results = await Promise.all(
      contents.map((content) => log.append(request('race', [candidate('one', content)]))),
    );
    const outcomes = results.flatMap((result) =>
      result.stored ? result.outcomes.map(({ outcome }) => outcome) : [],
    );
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'conflict')).toHaveLength(31);
  });

  it('keeps tenants apart: the same identity is another event', async () => {
    await log.append(request('tenant-a', [candidate('same', 'a')]));
    const other = await log.append(request('tenant-b', [candidate('same', 'b')]));
    expect(other).toMatchObject({ outcomes: [{ outcome: 'stored' }] });
  });

  it('answers 503 with Retry-After when the queue is full, and stores what it took', async () => {
    const small = await GroupedInsertLog.open({
      clickhouse,
      clock,
      ids: randomIds,
      reconciliation: new Reconciliation(clickhouse),
      logger: silent,
      limits: { queuedEvents: 3, groupEvents: 1 },
    });
    const settled = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => small.append(request('full', [candidate(`q${index}`)]))),
    );
    const refused = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    const taken = settled.filter((result) => result.status === 'fulfilled');
    expect(refused.length).toBeGreaterThan(0);
    for (const reason of refused) expect(reason).toMatchObject({ status: 503, retryAfter: 1 });
    expect(await clickhouse.query(logged, 'full', {})).toHaveLength(taken.length);
  });

  it('looks up more ids than fit one parameter of ClickHouse', async () => {
    const long = Array.from({ length: 3000 }, (_, index) => candidate(`${'x'.repeat(100)}${index}`));
    expect((await log.append(request('many', long, true))).stored).toBe(true);
    const again = await log.append(request('many', long, true));
    expect(again.stored && again.outcomes.every(({ outcome }) => outcome === 'duplicate')).toBe(true);
  });

  it('writes the recording time into data that asks for it', async () => {
    await log.append(
      request('spliced', [
        candidate('s', 'a', { data: (recordedAt) => JSON.stringify({ stored: recordedAt }) }),
      ]),
    );
    const [row] = await clickhouse.query(logged, 'spliced', {});
    expect(JSON.parse(row?.data ?? '{}')).toEqual({ stored: row?.recorded_at });
  });

  it('takes the recording time for the time of an event that has none', async () => {
    await log.append(request('timeless', [candidate('t', 'a', { occurredAt: null })]));
    const [row] = await clickhouse.query(logged, 'timeless', {});
    expect(row?.occurred_at).toBe(row?.recorded_at);
  });

  it('never lets the watermark pass what is not yet visible, and moves it when idle', async () => {
    const before = log.watermark();
    const appended = log.append(request('watermark', [candidate('w')]));
    const seen: { watermark: Instant; visible: number }[] = [];
    for (let probe = 0; probe < 20; probe += 1) {
      const watermark = log.watermark();
      const rows = await clickhouse.query(logged, 'watermark', {});
      seen.push({ watermark, visible: rows.length });
    }
    const result = await appended;
    const recordedAt = result.stored ? result.outcomes[0]?.recordedAt : undefined;
    const claimedTooEarly = seen.filter(
      ({ watermark, visible }) => recordedAt !== undefined && watermark >= recordedAt && visible === 0,
    );
    expect(claimedTooEarly).toEqual([]);
    expect(log.watermark() >= before).toBe(true);
    clock.advanceTo('2026-07-01T09:00:00.000000Z' as Instant);
    expect(log.watermark()).toBe('2026-07-01T09:00:00.000000Z');
    const later = await log.append(request('watermark', [candidate('w2')]));
    expect(later).toMatchObject({ outcomes: [{ recordedAt: '2026-07-01T09:00:00.000001Z' }] });
  });

  it('cuts facts that are missing, and rebuilds identical ones', async () => {
    await log.append(request('facts', [candidate('f1'), candidate('f2', 'b')]));
    const before = await new Reconciliation(clickhouse).rebuild();
    expect(before.every((fact) => fact.identical)).toBe(true);
    await clickhouse.command('test.lose', 'TRUNCATE TABLE module_facts');
    await clickhouse.command(
      'test.lose',
      "DELETE FROM event_identities WHERE tenant = 'facts' AND id = 'f1'",
      {},
      { mutations_sync: 2 },
    );
    const reopened = await GroupedInsertLog.open({
      clickhouse,
      clock,
      ids: randomIds,
      reconciliation: new Reconciliation(clickhouse),
      logger: silent,
    });
    expect(await reopened.append(request('facts', [candidate('f1', 'other')]))).toMatchObject({
      outcomes: [{ outcome: 'conflict' }],
    });
    const after = await new Reconciliation(clickhouse).rebuild();
    expect(after).toEqual(before);
    expect(after.find((fact) => fact.fact === 'module_facts')?.rowsAfter).toBeGreaterThan(0);
  });
});
