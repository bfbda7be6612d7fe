import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClickHouse } from '#clickhouse';
import { instantFromMillis, type Instant } from '#platform';
import { createTestDatabase, type TestDatabase } from '#test/support/clickhouse';
import { z } from 'zod';
import { FactMemory, FactQuery, occurredBy, originColumns, originOf, type FactOrigin } from './index.ts';

interface Registration extends FactOrigin {
  readonly prompt: string;
}

const registrations = new FactQuery({
  name: 'test.registrations',
  types: ['plumbline.prompt.registered'],
  table: 'prompt_facts',
  columns: 'prompt',
  where: `program IN ('', {program:String})`,
  params: z.object({ program: z.string() }),
  row: z
    .object({ ...originColumns, prompt: z.string() })
    .transform((row): Registration => ({ ...originOf(row), prompt: row.prompt })),
});

const moment = (second: number): Instant => instantFromMillis(Date.UTC(2026, 6, 1) + second * 1000);
let database: TestDatabase;
let recorded = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function record(...events: readonly object[]): Promise<void> {
  const rows = events.map((event) => {
    recorded += 1;
    return { tenant: 'acme', source: 'urn:tools', program: '', recorded_at: moment(recorded), ...event };
  });
  await database.clickhouse.insert('work_events', rows);
}

const registered = (id: string, occurred: number, more: object = {}) => ({
  id,
  type: 'plumbline.prompt.registered',
  occurred_at: moment(occurred),
  data: JSON.stringify({ prompt: `prompt of ${id}`, version: '1' }),
  ...more,
});
const voided = (id: string, target: string) => ({
  id,
  type: 'plumbline.event.voided',
  occurred_at: moment(0),
  data: JSON.stringify({ source: 'urn:tools', id: target, reason: 'a mistake' }),
});

async function idsAt(clickhouse: ClickHouse, asOf: number, knownBy: number): Promise<string[]> {
  const facts = await registrations.recall(clickhouse, 'acme', { program: 'p' }, moment(knownBy));
  return occurredBy(facts, moment(asOf)).map(({ id }) => id);
}

describe('FactQuery', () => {
  it('reads on what was recorded since, and tells of any pair of clocks what a first reading tells', async () => {
    const warm = database.clickhouse;
    const told: { asOf: number; knownBy: number; ids: string[] }[] = [];
    const ask = async (asOf: number, knownBy: number) => {
      const ids = await idsAt(warm, asOf, knownBy);
      told.push({ asOf, knownBy, ids });
      return ids;
    };
    await record(registered('a', 10), registered('b', 20), voided('v-1', 'late'));
    expect(await ask(30, recorded)).toEqual(['a', 'b']);
    expect(await ask(15, recorded)).toEqual(['a']);
    expect(await ask(30, 1)).toEqual(['a']);

    await record(registered('late', 5), registered('c', 25, { program: 'p' }), voided('v-2', 'b'));
    await record(registered('other', 1, { tenant: 'other' }), registered('elsewhere', 1, { program: 'q' }));
    // late was voided before it came; b is voided as known now, and was not as known before
    expect(await ask(30, recorded)).toEqual(['a', 'c']);
    expect(await ask(30, 3)).toEqual(['a', 'b']);

    await record(registered('a', 12));
    // the first recorded of an identity stands
    expect(await ask(11, recorded)).toEqual(['a']);
    expect(await ask(30, recorded)).toEqual(['a', 'c']);

    await using cold = ClickHouse.connect(database.address);
    for (const { asOf, knownBy, ids } of told.toReversed())
      expect(await idsAt(cold, asOf, knownBy)).toEqual(ids);
  });

  it('answers many who ask at once, each at their own clocks', async () => {
    await using clickhouse = ClickHouse.connect(database.address);
    const pairs = Array.from({ length: 40 }, (_, index) => ({
      asOf: index,
      knownBy: 1 + (index % recorded),
    }));
    const together = await Promise.all(pairs.map(({ asOf, knownBy }) => idsAt(clickhouse, asOf, knownBy)));
    for (const [index, { asOf, knownBy }] of pairs.entries())
      expect(together[index]).toEqual(await idsAt(clickhouse, asOf, knownBy));
    expect(FactMemory.of(clickhouse).size).toBeGreaterThan(0);
  });
});
