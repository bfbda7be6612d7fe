import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '#test/support/clickhouse';
import { EVENT_COLUMNS, STATEMENT_COLUMNS } from '../log-table.ts';
import { defineQuery } from './named-query.ts';
import { encodeRowBinary, type Columns } from './row-binary.ts';

const ALL_TYPES = {
  tenant: 'String',
  at: 'UInt16',
  text: 'String',
  hash: 'FixedString(64)',
  flag: 'Bool',
  moment: 'DateTime64(6)',
  texts: 'Array(String)',
  maybe: 'Nullable(Bool)',
  number: 'Nullable(Float64)',
} as const satisfies Columns;

const back = defineQuery({
  name: 'test.back',
  sql: `SELECT at, text, hash, flag, toString(toUnixTimestamp64Micro(moment)) AS moment, texts, maybe, toString(reinterpretAsUInt64(number)) AS bits
    FROM every_type WHERE tenant = {tenant:String} ORDER BY at`,
  params: z.object({}),
  row: z.record(z.string(), z.json()),
});

const columnTypes = defineQuery({
  name: 'test.column-types',
  sql: `SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String} AND {tenant:String} = '' ORDER BY position`,
  params: z.object({ table: z.string() }),
  row: z.object({ name: z.string(), type: z.string() }),
});

describe('RowBinary', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    await database.clickhouse.command(
      'test.create',
      `CREATE TABLE every_type (tenant String, at UInt16, text LowCardinality(String), hash FixedString(64), flag Bool,
        moment DateTime64(6, 'UTC'), texts Array(String), maybe Nullable(Bool), number Nullable(Float64)) ENGINE = MergeTree ORDER BY (tenant, at)
        SETTINGS allow_nullable_key = 0`,
    );
  });
  afterAll(async () => {
    await database.drop();
  });

  it('brings every value back as it was given', async () => {
    const short = fc.string({ unit: 'binary', maxLength: 80 });
    // Longer than the pieces that are sent; seldom, so that no run is of hundreds of megabytes.
    const text = fc.oneof(
      { weight: 30, arbitrary: short },
      { weight: 1, arbitrary: fc.constant('é'.repeat(150_000)) },
    );
    const micros = fc.bigInt({ min: -2_208_988_800_000_000n, max: 10_413_791_999_999_999n });
    const row = fc.record({
      text,
      hash: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
      flag: fc.boolean(),
      moment: micros,
      texts: fc.array(short, { maxLength: 130 }),
      maybe: fc.option(fc.boolean()),
      number: fc.option(fc.double({ noNaN: true })),
    });
    let tenant = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        tenant += 1;
        const sent = rows.map((cells, at) => Object.assign(cells, { tenant: `t${tenant}`, at }));
        await database.clickhouse.insertEncoded('every_type', ALL_TYPES, encodeRowBinary(ALL_TYPES, sent));
        const found = await database.clickhouse.query(back, `t${tenant}`, {});
        expect(found).toEqual(
          rows.map((cells, at) => ({
            at,
            text: cells.text,
            hash: cells.hash,
            flag: cells.flag,
            moment: String(cells.moment),
            texts: cells.texts,
            maybe: cells.maybe,
            bits: cells.number === null ? null : bitsOf(cells.number),
          })),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('refuses a text of another length where the column has one length', () => {
    expect(() => encodeRowBinary({ hash: 'FixedString(64)' }, [{ hash: 'abc' }])).toThrow(/64 bytes, not 3/);
  });

  it.each([
    ['learner_events', EVENT_COLUMNS],
    ['work_events', EVENT_COLUMNS],
    ['practice_events', EVENT_COLUMNS],
    ['statement_events', { ...EVENT_COLUMNS, ...STATEMENT_COLUMNS }],
  ])('is told the columns that %s has', async (table, columns) => {
    const there = await database.clickhouse.query(columnTypes, '', { table });
    const plain = (type: string) =>
      type.replace(/^LowCardinality\((.*)\)$/, '$1').replace("DateTime64(6, 'UTC')", 'DateTime64(6)');
    expect(Object.fromEntries(there.map(({ name, type }) => [name, plain(type)]))).toEqual(columns);
  });
});

function bitsOf(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return String(bytes.readBigUInt64LE());
}
