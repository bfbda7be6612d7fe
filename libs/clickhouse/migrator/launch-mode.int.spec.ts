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
const EXTENSIONS = 'https://w3id.org/xapi/cmi5/context/extensions';

/** Of all rows, as no reader waits for a merge: an event that stands in two modes counts in both. */
const facts = defineQuery({
  name: 'test.cmi5-facts',
  sql: `
    SELECT launch_mode AS mode, session, uniqExact(id) AS events FROM cmi5_facts
    WHERE tenant = {tenant:String} GROUP BY mode, session ORDER BY mode`,
  params: z.object({}),
  row: z.object({ mode: z.string(), session: z.string(), events: z.coerce.number() }),
});

/** Rows of the log as intake writes them; every fourth is of cmi5, and of these one half was launched to browse. */
const someStatements = (first: number, count: number) => `
  INSERT INTO statement_events (tenant, recorded_at, source, id, type, version, data, verb, object_type, object_id, content_hash, cmi5)
  SELECT '${TENANT}', fromUnixTimestamp64Micro(toInt64(1790000000000000 + number)), 'urn:s', toString(number), 'plumbline.xapi.statement-stored', 1,
    concat('{"context":{"extensions":{"${EXTENSIONS}/sessionid":"s"', if(number % 8 = 0, ',"${EXTENSIONS}/launchmode":"Browse"', ''), '}}}'),
    'v', 'Activity', 'o', repeat('a', 64), number % 4 = 0
  FROM numbers(${first}, ${count})`;

const cutOf = (count: number) => [
  { mode: '', session: 's', events: count / 8 },
  { mode: 'Browse', session: 's', events: count / 8 },
];

it('0015 cuts the facts of cmi5 anew with their mode, also when it is stopped in between or runs twice', async () => {
  const older = mkdtempSync(join(tmpdir(), 'plumbline-older-'));
  const address = { ...testServer(), database: `m_${randomBytes(6).toString('hex')}` };
  await using clickhouse = ClickHouse.connect(address);
  try {
    for (const file of readdirSync(migrationFolder).filter((name) => name.endsWith('.sql') && name < '0015'))
      cpSync(join(migrationFolder, file), join(older, file));
    await migrate(address, { folder: older });
    await clickhouse.command('test.stop', 'SYSTEM STOP MERGES cmi5_facts');
    await clickhouse.command('test.insert', someStatements(0, 800));
    for (const statement of [1, 2, 3, 4, 5]) {
      const stopped = migrate(address, {
        onStep: (step) => {
          if (step.file.startsWith('0015') && step.statement === statement && step.phase === 'ran')
            throw new Error('stopped');
        },
      });
      await expect(stopped).rejects.toBeInstanceOf(MigrationFailed);
    }
    await migrate(address);
    expect(await clickhouse.query(facts, TENANT, {})).toEqual(cutOf(800));
    await clickhouse.command('test.insert', someStatements(800, 400));
    expect(await clickhouse.query(facts, TENANT, {})).toEqual(cutOf(1200));
    // as of two that were started at once the second would run it, which read the ledger before
    await clickhouse.command('test.forget', 'DELETE FROM schema_migrations WHERE number = 15');
    expect((await migrate(address)).applied).toHaveLength(5);
    expect(await clickhouse.query(facts, TENANT, {})).toEqual(cutOf(1200));
  } finally {
    await clickhouse.command('test.drop', `DROP DATABASE IF EXISTS ${address.database} SYNC`);
    rmSync(older, { recursive: true, force: true });
  }
});
