import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { testServer } from '#test/support/clickhouse';
import { ClickHouse } from '../client/clickhouse.ts';
import { defineQuery } from '../client/named-query.ts';
import { MigrationFailed } from './errors.ts';
import { migrate } from './migrate.ts';
import { migrationFolder } from './migration-tree.ts';

const TENANT = 't';
const log = defineQuery({
  name: 'test.log',
  sql: `
    SELECT count() AS rows, uniqExact(id) AS ids, toString(groupBitXor(cityHash64(toString(tuple(*))))) AS checksum
    FROM statement_events WHERE tenant = {tenant:String}`,
  params: z.object({}),
  row: z.object({ rows: z.coerce.number(), ids: z.coerce.number(), checksum: z.string() }),
});
const indexed = defineQuery({
  name: 'test.indexed',
  sql: `
    SELECT count() AS rows FROM (SELECT * FROM statement_index FINAL)
    WHERE tenant = {tenant:String} AND key = sipHash128(('verb', 'v7'))`,
  params: z.object({}),
  row: z.object({ rows: z.coerce.number() }),
});
const identities = defineQuery({
  name: 'test.identities',
  sql: `SELECT uniqExact(id) AS rows FROM event_identities WHERE tenant = {tenant:String}`,
  params: z.object({}),
  row: z.object({ rows: z.coerce.number() }),
});

/** Rows of the log as intake writes them. */
const someStatements = (first: number, count: number) => `
  INSERT INTO statement_events (tenant, recorded_at, source, id, type, version, identities, data, verb, object_type, object_id, content_hash)
  SELECT '${TENANT}', fromUnixTimestamp64Micro(toInt64(1790000000000000 + number)), 'urn:s', toString(number), 'plumbline.xapi.statement-stored',
    1, ['a', '', 'b'], '{}', concat('v', toString(number % 10)), 'Activity', 'o', repeat('a', 64)
  FROM numbers(${first}, ${count})`;

/** The migrator is stopped after a statement ran and before its ledger knows. */
class Stopped extends Error {}

it('0013 copies the log and indexes it, also when it is stopped in between, and its views go on', async () => {
  const older = mkdtempSync(join(tmpdir(), 'plumbline-older-'));

  const address = { ...testServer(), database: `m_${randomBytes(6).toString('hex')}` };
  await using clickhouse = ClickHouse.connect(address);
  try {
    for (const file of readdirSync(migrationFolder).filter((name) => name.endsWith('.sql') && name < '0013'))
      cpSync(join(migrationFolder, file), join(older, file));
    await migrate(address, { folder: older });
    await clickhouse.command('test.insert', someStatements(0, 1000));
    const [before] = await clickhouse.query(log, TENANT, {});
    for (const statement of [6, 11, 12]) {
      const stopped = migrate(address, {
        onStep: (step) => {
          if (step.file.startsWith('0013') && step.statement === statement && step.phase === 'ran')
            throw new Stopped();
        },
      });
      await expect(stopped).rejects.toBeInstanceOf(MigrationFailed);
    }
    await migrate(address);
    expect(await clickhouse.query(log, TENANT, {})).toEqual([before]);
    expect(before).toMatchObject({ rows: 1000, ids: 1000 });
    expect(await clickhouse.query(indexed, TENANT, {})).toEqual([{ rows: 100 }]);
    await clickhouse.command('test.insert', someStatements(1000, 500));
    expect(await clickhouse.query(indexed, TENANT, {})).toEqual([{ rows: 150 }]);
    expect(await clickhouse.query(identities, TENANT, {})).toEqual([{ rows: 1500 }]);
  } finally {
    await clickhouse.command('test.drop', `DROP DATABASE IF EXISTS ${address.database} SYNC`);
    rmSync(older, { recursive: true, force: true });
  }
});
