import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createTestDatabase, profileEventsOf, type TestDatabase } from '../../../test/support/clickhouse.ts';
import { ClickHouse } from './clickhouse.ts';
import { ClickHouseRefused, ClickHouseUnanswered, errorCodes, UnexpectedRow } from './errors.ts';
import { defineQuery, TenantMissing, type NamedQuery } from './named-query.ts';

const notes = defineQuery({
  name: 'test.notes',
  sql: 'SELECT n, at, note FROM notes WHERE tenant = {tenant:String} AND n >= {from:UInt64} ORDER BY n',
  params: z.object({ from: z.int().nonnegative() }),
  row: z.object({ n: z.string(), at: z.string(), note: z.string() }),
});
const count = defineQuery({
  name: 'test.count',
  sql: 'SELECT toUInt32(count()) AS n FROM notes WHERE tenant = {tenant:String}',
  params: z.object({}),
  row: z.object({ n: z.number() }),
});
const endless = (failAt: number): NamedQuery<object, { n: string }> => ({
  name: 'test.endless',
  sql: `SELECT number + throwIf(number = ${failAt}) AS n FROM system.numbers SETTINGS max_block_size = 1000`,
  params: z.object({}),
  row: z.object({ n: z.string() }),
});

describe('the client', () => {
  let db: TestDatabase;
  let clickhouse: ClickHouse;

  beforeAll(async () => {
    db = await createTestDatabase();
    clickhouse = db.clickhouse;
    await clickhouse.command(
      'test.notes',
      `CREATE TABLE notes (tenant String, n UInt64, at DateTime64(6, 'UTC'), note String)
       ENGINE = MergeTree ORDER BY (tenant, n)
       SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 100`,
    );
    await clickhouse.command(
      'test.loose',
      'CREATE TABLE loose (n UInt64) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 0',
    );
  });
  afterAll(() => db.drop());

  const note = (tenant: string, n: number | string, text = ''): object => ({
    tenant,
    n,
    at: '2026-07-06T08:00:00.000001Z',
    note: text,
  });

  it('returns what was inserted, unrounded and to the microsecond, to its tenant alone', async () => {
    const text = `quotes ' " \\ tab \t line \n NUL \0 and 🦉`;
    await clickhouse.insert('notes', [note('exact', '18446744073709551615', text), note('other', 1)]);
    expect(await clickhouse.query(notes, 'exact', { from: 0 })).toEqual([
      { n: '18446744073709551615', at: '2026-07-06T08:00:00.000001Z', note: text },
    ]);
  });

  it('takes a tenant as a value, whatever it holds', async () => {
    const tenant = `x' OR 1=1 -- \\' \n`;
    await clickhouse.insert('notes', [note(tenant, 1)]);
    expect(await clickhouse.query(count, tenant, {})).toEqual([{ n: 1 }]);
  });

  it('does not let parameters name another tenant', async () => {
    const sneaky = { ...count, params: z.looseObject({}) };
    await clickhouse.insert('notes', [note('victim', 1)]);
    expect(await clickhouse.query(sneaky, 'thief', { tenant: 'victim' })).toEqual([{ n: 0 }]);
  });

  it('passes moments, lists and nothing as parameters', async () => {
    const echo = defineQuery({
      name: 'test.echo',
      sql: `SELECT {tenant:String} AS tenant, {at:DateTime64(6)} AS at, {ats:Array(DateTime64(6))} AS ats,
                   {names:Array(String)} AS names, {none:Nullable(String)} AS none`,
      params: z.object({
        at: z.string(),
        ats: z.array(z.string()),
        names: z.array(z.string()),
        none: z.null(),
      }),
      row: z.object({
        tenant: z.string(),
        at: z.string(),
        ats: z.array(z.string()),
        names: z.array(z.string()),
        none: z.string().nullable(),
      }),
    });
    const at = '2026-07-06T08:00:00.000001Z';
    const params = { at, ats: [at], names: [`a'b`, ''], none: null };
    expect(await clickhouse.query(echo, 't', params)).toEqual([{ tenant: 't', ...params }]);
  });

  it('refuses to define a query without the tenant', () => {
    const define = (): unknown => defineQuery({ ...count, sql: 'SELECT count() FROM notes' });
    expect(define).toThrow(TenantMissing);
  });

  it('refuses parameters and rows of another shape', async () => {
    await clickhouse.insert('notes', [note('shape', 1)]);
    await expect(clickhouse.query(notes, 'shape', { from: -1 })).rejects.toThrow(z.ZodError);
    const wrong = { ...notes, row: z.object({ n: z.number() }) };
    await expect(clickhouse.query(wrong, 'shape', { from: 0 })).rejects.toThrow(UnexpectedRow);
  });

  it('streams in batches, and stops reading when its reader does', async () => {
    let seen = 0;
    let batches = 0;
    for await (const rows of clickhouse.stream(endless(-1), '', {})) {
      seen += rows.length;
      batches += 1;
      if (seen >= 50_000) break;
    }
    expect(batches).toBeGreaterThan(1);
    expect(seen).toBeLessThan(1_000_000);
  });

  it('does not mistake an answer that broke off for a whole one', async () => {
    const failure = await clickhouse.query(endless(500_000), '', {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ClickHouseRefused);
    expect(failure).toMatchObject({ errorType: 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO' });
    const reading = (async () => {
      let rows = 0;
      for await (const batch of clickhouse.stream(endless(500_000), '', {})) rows += batch.length;
      return rows;
    })();
    await expect(reading).rejects.toThrow(ClickHouseRefused);
  });

  it('tells a refusal by its code', async () => {
    const slow: NamedQuery<object, object> = {
      name: 'test.slow',
      sql: 'SELECT sleepEachRow(1) FROM system.numbers LIMIT 3',
      params: z.object({}),
      row: z.looseObject({}),
    };
    await expect(
      clickhouse.query(slow, '', {}, { settings: { max_execution_time: 1, max_block_size: 1 } }),
    ).rejects.toThrow(
      expect.objectContaining({ name: 'ClickHouseRefused', code: errorCodes.timeoutExceeded }),
    );
  });

  it('stores nothing of an insert with a column that the table lacks or a row that does not fit', async () => {
    await expect(
      clickhouse.insert('notes', [note('bad', 1), { ...note('bad', 2), nonsense: 1 }]),
    ).rejects.toThrow(ClickHouseRefused);
    await expect(clickhouse.insert('notes', [note('bad', 1), note('bad', 'two')])).rejects.toThrow(
      ClickHouseRefused,
    );
    expect(await clickhouse.query(count, 'bad', {})).toEqual([{ n: 0 }]);
  });

  it('stores the rows of one token once', async () => {
    const rows = [note('token', 1), note('token', 2)];
    await clickhouse.insert('notes', rows, { token: 'a' });
    await clickhouse.insert('notes', rows, { token: 'a' });
    expect(await clickhouse.query(count, 'token', {})).toEqual([{ n: 2 }]);
    await clickhouse.insert('notes', rows, { token: 'b' });
    expect(await clickhouse.query(count, 'token', {})).toEqual([{ n: 4 }]);
  });

  it('inserts from a source of any length', async () => {
    async function* source(): AsyncGenerator<object> {
      for (let n = 0; n < 45_001; n += 1) yield note('source', n);
    }
    await clickhouse.insert('notes', source(), { token: 's' });
    await clickhouse.insert('notes', source(), { token: 's' });
    expect(await clickhouse.query(count, 'source', {})).toEqual([{ n: 45_001 }]);
  });

  it('has an insert on disk before it is answered, where the table asks for it', async () => {
    const logged = { settings: { log_queries: 1 } };
    const durable = await clickhouse.insert('notes', [note('sync', 1)], logged);
    const loose = await clickhouse.insert('loose', [{ n: 1 }], logged);
    const [kept, lost] = [
      await profileEventsOf(clickhouse, durable.queryId),
      await profileEventsOf(clickhouse, loose.queryId),
    ];
    expect(kept['FileSync']).toBeGreaterThan(0);
    expect(kept['DirectorySync']).toBeGreaterThan(0);
    expect(lost['FileSync'] ?? 0).toBe(0);
  });

  it('names the query and the request to the operator', async () => {
    const { queryId } = await clickhouse.insert('loose', [{ n: 2 }], {
      requestId: 'r-1',
      settings: { log_queries: 1 },
    });
    await clickhouse.command('test.flush', 'SYSTEM FLUSH LOGS query_log');
    const comments = await clickhouse.query(
      {
        name: 'test.comments',
        sql: `SELECT log_comment FROM system.query_log WHERE query_id = {queryId:String} AND type = 'QueryFinish'`,
        params: z.object({ queryId: z.string() }),
        row: z.object({ log_comment: z.string() }),
      },
      '',
      { queryId },
    );
    expect(comments.map(({ log_comment }): unknown => JSON.parse(log_comment))).toEqual([
      { query: 'insert.loose', requestId: 'r-1' },
    ]);
  });

  describe('without an answer', () => {
    let server: Server;
    let url: string;
    let behave: 'reset' | 'silence' | 'half' | 'reset once';
    let asked: number;

    beforeAll(async () => {
      server = createServer((request, response) => {
        request.resume();
        asked += 1;
        if (behave === 'reset' || (behave === 'reset once' && asked === 1)) request.socket.destroy();
        else if (behave === 'reset once') response.end('{"n":7}\n');
        if (behave === 'half') {
          response.writeHead(200, { 'Transfer-Encoding': 'chunked' });
          response.write('{"n":1}\n', () => request.socket.destroy());
        }
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });

    beforeEach(() => {
      asked = 0;
    });

    it('asks once more when a connection broke, for what may be done twice alone', async () => {
      behave = 'reset once';
      await using lonely = connect();
      expect(await lonely.query(count, 'a', {})).toEqual([{ n: 7 }]);
      expect(asked).toBe(2);
      asked = 0;
      await expect(lonely.insert('notes', [note('a', 1)])).rejects.toThrow(ClickHouseUnanswered);
      expect(asked).toBe(1);
      asked = 0;
      await lonely.repeatable('test.cut', 'SELECT 1');
      expect(asked).toBe(2);
      asked = 0;
      await expect(lonely.command('test.exchange', 'SELECT 1')).rejects.toThrow(ClickHouseUnanswered);
      expect(asked).toBe(1);
    });

    const connect = (): ClickHouse =>
      ClickHouse.connect({ url, user: 'x', password: '', database: 'x' }, { requestTimeoutMs: 200 });

    it.each(['reset', 'silence', 'half'] as const)(
      'does not know what a query would say: %s',
      async (kind) => {
        behave = kind;
        await using lonely = connect();
        await expect(lonely.query(count, 'a', {})).rejects.toThrow(ClickHouseUnanswered);
      },
    );

    it.each(['reset', 'silence'] as const)('does not know what became of an insert: %s', async (kind) => {
      behave = kind;
      await using lonely = connect();
      await expect(lonely.insert('notes', [note('a', 1)])).rejects.toThrow(ClickHouseUnanswered);
      expect(await lonely.ping()).toBe(false);
    });
  });
});
