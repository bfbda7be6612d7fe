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

/** The larger of the two stores, which other benches read too. */
export const KPI_STORE_10M = {
  label: '10M events',
  database: 'bench_kpi_10m',
  events: 10_000_000,
} as const;

/** How many times the demo's program the asked one is: some 100,000 events of 4,800 learners. */
const PROGRAM_COPIES = 40;
/** Events of the load that come over HTTP; the rest are copies of them under other names, so many with one insert. */
const BASE_EVENTS = 10_000;
const COPIES_AT_ONCE = 20;
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
 * A store with the demo's program as its owner sends it, forty times as large, and beside it, half in the same tenant and half in
 * another, programs that nobody asks for. Kept from run to run; a load that was broken off is begun anew.
 */
export async function prepareKpiStore(options: KpiStoreOptions): Promise<void> {
  const { address, events, fresh, label, progress } = options;
  const copies = Math.ceil(events / BASE_EVENTS) - 1;
  if (!fresh && (await isLoaded(address, copies))) return;
  await using admin = ClickHouse.connect({ ...address, database: 'system' });
  await admin.command('bench.drop', `DROP DATABASE IF EXISTS ${address.database} SYNC`);
  await loadOverHttp(options);
  await using clickhouse = ClickHouse.connect(address);
  for (const table of LOG_TABLES) await clickhouse.command('bench.enlarge', largerProgram(table));
  for (let first = 1; first <= copies; first += COPIES_AT_ONCE) {
    progress.show(`Loading ${label}`, first - 1, copies);
    const end = Math.min(first + COPIES_AT_ONCE, copies + 1);
    for (const table of LOG_TABLES)
      await clickhouse.command('bench.copy', copiesOfLoad(table), { first: String(first), end: String(end) });
  }
  progress.show(`Loading ${label}`, copies, copies);
}

const columnsOf = (table: LogTable, more: object) =>
  `tenant, recorded_at, source, id, type, version, subject, program, occurred_at, time_given, content_hash,
    recorded_by, identities, attributes, data, upcast_data${table === 'statement_events' ? `, ${Object.keys(more).join(', ')}` : ''}`;

/** Rows of a copy lie this far after those of the one before, in microseconds, so that each has a moment of its own. */
const APART = 1_000_000;

/** The asked program's learners, incidents, prompts and cases again and again under other names, on the same modules and assessments. */
const largerProgram = (table: LogTable) => `
  INSERT INTO ${table} (${columnsOf(table, COPIED_STATEMENT)})
  WITH concat('x', toString(copy)) AS mark, toString(UUIDNumToString(MD5(concat(id, mark)))) AS fresh,
    '"((?:L|inc|uc|p)-[a-z]?[0-9]+)' AS name
  SELECT tenant, recorded_at + toIntervalMicrosecond(copy), source, fresh, type, version, concat(subject, mark), program, occurred_at,
    time_given, content_hash, recorded_by, arrayMap(identity -> concat(identity, mark), identities), attributes,
    replaceRegexpAll(data, name, concat('"\\\\1', mark)), upcast_data
    ${table === 'statement_events' ? `, ${Object.keys(COPIED_STATEMENT).join(', ')}` : ''}
  FROM ${table} ARRAY JOIN range(1, ${PROGRAM_COPIES}) AS copy
  WHERE tenant = '${DEFAULT_TENANT}' AND type NOT IN ('plumbline.program.defined', 'plumbline.event.voided')`;

/**
 * The load once more under other ids: its programs, courses, learners, incidents and cases are named `load-…`, so one word
 * makes them another world.
 */
const copiesOfLoad = (table: LogTable) => `
  INSERT INTO ${table} (${columnsOf(table, COPIED_STATEMENT)})
  WITH concat('load-', toString(copy), 'x') AS name,
    toString(UUIDNumToString(MD5(concat(id, toString(copy))))) AS fresh
  SELECT if(copy % 2 = 0, '${DEFAULT_TENANT}', '${NEIGHBOUR}'), recorded_at + toIntervalMicrosecond(copy * ${APART}), source, fresh, type, version,
    replaceAll(subject, 'load-', name), replaceAll(program, 'load-', name), occurred_at, time_given, content_hash, recorded_by,
    arrayMap(identity -> replaceAll(identity, 'load-', name), identities), attributes,
    ${table === 'statement_events' ? RENAMED_STATEMENT : RENAMED}, upcast_data
    ${table === 'statement_events' ? `, ${Object.values(COPIED_STATEMENT).join(', ')}` : ''}
  FROM ${table} ARRAY JOIN range({first:UInt64}, {end:UInt64}) AS copy WHERE tenant = '${LOAD_TENANT}'`;

const RENAMED = `replaceAll(replaceAll(data, 'load-', name), id, fresh)`;

/** A registration is of one learner and course (xAPI 1.0.3 Data 2.4.6), so that a copy has one of its own. */
const OWN_REGISTRATION = `if(registration = '', '', toString(UUIDNumToString(MD5(concat(registration, toString(copy))))))`;
const RENAMED_STATEMENT = `if(registration = '', ${RENAMED}, replaceAll(${RENAMED}, registration, ${OWN_REGISTRATION}))`;

/** The columns that statements have beside other events, as a copy has them. */
const COPIED_STATEMENT: Readonly<Record<keyof typeof STATEMENT_COLUMNS, string>> = {
  verb: 'verb',
  object_type: 'object_type',
  object_id: `replaceAll(object_id, 'load-', name)`,
  registration: OWN_REGISTRATION,
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
