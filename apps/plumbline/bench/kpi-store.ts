import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_TENANT } from '#access';
import {
  ClickHouse,
  LOG_TABLES,
  MigrationRefused,
  type STATEMENT_COLUMNS,
  defineQuery,
  migrate,
  type DatabaseAddress,
  type LogTable,
} from '#clickhouse';
import { SettableClock, createLogger, projectRoot, randomIds, readSettings } from '#platform';
import { generateLoad, generateStory, programId } from '#story';
import { z } from 'zod';
import type { Progress } from '../commands/progress.ts';
import { DemoClient } from '../demo/demo-client.ts';
import { up, type Up } from '../up/up.ts';

export interface KpiStoreOptions {
  readonly address: DatabaseAddress;
  /** About how many events the store is to hold. */
  readonly events: number;
  readonly fresh: boolean;
  readonly label: string;
  readonly progress: Progress;
}

/** Events of the load that come over HTTP; the rest are copies of them under other names. */
const BASE_EVENTS = 10_000;
/** The load as it came, and where its copies go besides the asked tenant. */
const LOAD_TENANT = 'load';
const NEIGHBOUR = 'neighbour';
const PROGRAM_FILE = join(projectRoot, 'test', 'fixtures', 'programs', 'ai-reskilling-90-days.yaml');

const eventCount = defineQuery({
  name: 'bench.event-count',
  sql: `SELECT count() AS events, countIf(program = {program:String}) AS own FROM events WHERE tenant IN ({tenant:String}, '${LOAD_TENANT}', '${NEIGHBOUR}')`,
  params: z.object({ program: z.string() }),
  row: z.object({ events: z.coerce.number(), own: z.coerce.number() }),
});

/**
 * A store with the demo's program as its owner sends it, and beside it, half in the same tenant and half in another,
 * programs of the same make that nobody asks for. Kept from run to run; a load that was broken off is begun anew.
 */
export async function prepareKpiStore(options: KpiStoreOptions): Promise<void> {
  const { address, events, fresh, label, progress } = options;
  const copies = Math.ceil(events / BASE_EVENTS) - 1;
  if (!fresh && (await isLoaded(address, copies))) return;
  await using admin = ClickHouse.connect({ ...address, database: 'system' });
  await admin.command('bench.drop', `DROP DATABASE IF EXISTS ${address.database} SYNC`);
  await loadOverHttp(options);
  await using clickhouse = ClickHouse.connect(address);
  for (let copy = 1; copy <= copies; copy += 1) {
    progress.show(`Loading ${label}`, copy - 1, copies);
    const tenant = copy % 2 === 0 ? DEFAULT_TENANT : NEIGHBOUR;
    for (const table of LOG_TABLES)
      await clickhouse.command('bench.copy', copyOfLoad(table), {
        copy: String(copy),
        tenant,
        after: String(copy * BASE_EVENTS * 2),
      });
  }
  progress.show(`Loading ${label}`, copies, copies);
}

/**
 * The load once more under other ids: its programs, courses, learners, incidents and cases are named `load-…`, so one word
 * makes them another world. Recorded later than all there is, each row at a moment of its own.
 */
const copyOfLoad = (table: LogTable) => `
  INSERT INTO ${table} (tenant, recorded_at, source, id, type, version, subject, program, occurred_at, time_given, content_hash,
    recorded_by, identities, attributes, data, upcast_data${table === 'statement_events' ? `, ${Object.keys(COPIED_STATEMENT).join(', ')}` : ''})
  WITH concat('load-', {copy:String}, 'x') AS name,
    toString(UUIDNumToString(MD5(concat(id, {copy:String})))) AS fresh
  SELECT {tenant:String}, recorded_at + toIntervalMicrosecond({after:UInt64}), source, fresh, type, version,
    replaceAll(subject, 'load-', name), replaceAll(program, 'load-', name), occurred_at, time_given, content_hash, recorded_by,
    arrayMap(identity -> replaceAll(identity, 'load-', name), identities), attributes,
    replaceAll(replaceAll(data, 'load-', name), id, fresh), upcast_data
    ${table === 'statement_events' ? `, ${Object.values(COPIED_STATEMENT).join(', ')}` : ''}
  FROM ${table} WHERE tenant = '${LOAD_TENANT}'`;

/** The columns that statements have beside other events, as a copy has them. */
const COPIED_STATEMENT: Readonly<Record<keyof typeof STATEMENT_COLUMNS, string>> = {
  verb: 'verb',
  object_type: 'object_type',
  object_id: `replaceAll(object_id, 'load-', name)`,
  registration: 'registration',
  related_activities: `arrayMap(activity -> replaceAll(activity, 'load-', name), related_activities)`,
  grouping: `arrayMap(activity -> replaceAll(activity, 'load-', name), grouping)`,
  cmi5: 'cmi5',
  completion: 'completion',
  success: 'success',
  scaled: 'scaled',
  raw: 'raw',
  min: 'min',
  max: 'max',
};

async function isLoaded(address: DatabaseAddress, copies: number): Promise<boolean> {
  await using admin = ClickHouse.connect({ ...address, database: 'system' });
  const [found] = await admin.query(databaseFound, '', { database: address.database });
  if (!found?.there || !(await isCurrent(address))) return false;
  await using clickhouse = ClickHouse.connect(address);
  const [count] = await clickhouse.query(eventCount, 'default', { program: programId });
  return count !== undefined && count.own > 0 && count.events > (copies + 1) * BASE_EVENTS;
}

/** A store of an earlier version of the migrations is loaded anew. */
async function isCurrent(address: DatabaseAddress): Promise<boolean> {
  try {
    await migrate(address);
    return true;
  } catch (error) {
    if (error instanceof MigrationRefused) return false;
    throw error;
  }
}

const databaseFound = defineQuery({
  name: 'bench.database-found',
  sql: `SELECT count() > 0 AS there FROM system.tables WHERE database = {database:String} AND name = 'events' AND {tenant:String} = ''`,
  params: z.object({ database: z.string() }),
  row: z.object({ there: z.coerce.boolean() }),
});

/** The program file and the story as the demo pushes them, then the load of another tenant, under the story's clock. */
async function loadOverHttp({ address, label, progress }: KpiStoreOptions): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  const story = generateStory({ seed: 'plumbline' });
  const clock = new SettableClock(story.opensAt);
  const server = await up({
    settings: { ...readSettings({ PLUMBLINE_PORT: '0' }), dataDir, ...settingsOf(address) },
    logger: createLogger('error'),
    clock,
    ids: randomIds,
    onLost: () => process.exit(1),
  });
  try {
    const owner = await clientOf(server, DEFAULT_TENANT);
    await owner.fetch('PUT', `/v1/programs/${programId}`, {
      type: 'application/yaml',
      text: readFileSync(PROGRAM_FILE, 'utf8'),
    });
    for (const [index, push] of story.pushes.entries()) {
      if (push.at > clock.now()) clock.advanceTo(push.at);
      await owner.push(push);
      progress.show(`Pushing the program (${label})`, index + 1, story.pushes.length);
    }
    const sender = await clientOf(server, LOAD_TENANT);
    let sent = 0;
    for (const { key, request } of generateLoad({ seed: 'kpi', programs: 2, events: BASE_EVENTS })) {
      const size = request.kind === 'xapi' ? request.statements.length : request.events.length;
      const expect = { status: 200 as const, accepted: size, duplicates: 0, rejected: [] };
      await sender.push({ at: clock.now(), key, request, expect });
      sent += size;
      progress.show(`Pushing the load (${label})`, sent, BASE_EVENTS);
    }
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function settingsOf({ url, user, password, database }: DatabaseAddress) {
  const clickhouseUrl = new URL(url);
  clickhouseUrl.username = encodeURIComponent(user);
  clickhouseUrl.password = encodeURIComponent(password);
  return { clickhouseUrl: clickhouseUrl.toString(), clickhouseDatabase: database };
}

/** One key that may do it all: who sends what is not measured here. */
async function clientOf(server: Up, tenant: string): Promise<DemoClient> {
  await server.tenants.create(tenant);
  const key = await server.keys.create(tenant, { name: 'bench', scopes: ['admin'], lenient: false });
  return new DemoClient(server.url, key);
}
