import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClickHouse, EmbeddedServer, defineQuery, migrate, type DatabaseAddress } from '#clickhouse';
import { z } from 'zod';
import type { Progress } from '../commands/progress.ts';
import { percentile, type Figure } from './figures.ts';
import { loadReport, type LoadOrder, type LoadReport } from './load-client.ts';
import { processorSeconds } from './process-cpu.ts';
import { ProductProcess } from './product-process.ts';

export interface IntakeBenchOptions {
  readonly statements: number;
  /** Requests that the sender has under way at once. */
  readonly inFlight: number;
  readonly profileDir: string | null;
  readonly progress: Progress;
}

const BATCH = 100;
const WARM_UP = 10_000;
/** Requests with one statement each, and how many connections bring them. */
const SINGLES = 10_000;
const SINGLES_WARM_UP = 1_000;
const CONNECTIONS = 64;
/** Inserts of one row each that single requests are held against. */
const SINGLE_INSERTS = 1_000;
/** Rows that the baseline inserts, and its own warm-up. */
const BASELINE_ROWS = 40_000;
const BASELINE_WARM_UP = 4_000;

/** The rows of the log as JSONEachRow has them (tenant is passed for every tenant's). */
const logRows = defineQuery({
  name: 'bench.log-rows',
  sql: `SELECT * FROM statement_events WHERE tenant = {tenant:String} ORDER BY recorded_at LIMIT {rows:UInt32}`,
  params: z.object({ rows: z.number() }),
  row: z.record(z.string(), z.json()),
});
type LogRow = z.infer<typeof logRows.row>;

/**
 * Statements per second over HTTP, acknowledged on disk, from a client process of its own; beside it raw inserts of the same
 * rows by the same client library into the same table with its views, and into the bare log without them.
 */
export async function benchIntake({
  statements,
  inFlight,
  profileDir,
  progress,
}: IntakeBenchOptions): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  const server = await EmbeddedServer.start({ dataDir: join(folder, 'clickhouse') });
  try {
    const address = { ...server.address, database: 'bench_intake' };
    progress.say('Intake: generating statements, then sending them …');
    const product = await ProductProcess.start(join(folder, 'product'), address, profileDir);
    const { id, secret } = await product.key(['ingest']);
    const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    const batches = await load(product, server, {
      url: product.url,
      authorization,
      statements,
      warmUp: WARM_UP,
      batch: BATCH,
      inFlight,
      seed: 'bench',
    });
    progress.say('Intake: sending statements one by one …');
    const single = await load(product, server, {
      url: product.url,
      authorization,
      statements: SINGLES,
      warmUp: SINGLES_WARM_UP,
      batch: 1,
      inFlight: CONNECTIONS,
      seed: 'bench-single',
    });
    await product.stop();
    const { result, fared } = batches;
    progress.say('Intake: inserting the same rows raw …');
    const rows = await rowsOf(address, Math.min(BASELINE_ROWS + BASELINE_WARM_UP, statements));
    const raw = await baselines(server.address.url, { ...address, database: 'bench_raw' }, rows, inFlight);
    const group = BATCH * inFlight;
    const rate = result.statements / result.seconds;
    return [
      figure('statements over HTTP, durable', rate, 'statements/s', '>= 20000, 10000 the least'),
      ...processorFigures('', batches),
      figure('request of 100, p50', result.latencyP50, 'ms'),
      figure('request of 100, p95', result.latencyP95, 'ms'),
      figure('resident memory of the intake process, max', fared.residentMax, 'MiB', '<= 400'),
      figure('event loop delay of the intake process, p99', fared.eventLoopDelayP99, 'ms', '< 50'),
      figure('event loop delay of the intake process, longest', fared.eventLoopDelayMax, 'ms'),
      figure(`raw insert with views, ${inFlight} x ${BATCH} rows`, raw.small, 'rows/s'),
      figure(`raw insert with views, ${group} rows`, raw.grouped, 'rows/s'),
      figure(`raw insert without views, ${group} rows`, raw.bare, 'rows/s'),
      figure('HTTP to raw insert of batches of 100', rate / raw.small, 'ratio', '>= 0.25'),
      figure('HTTP to raw insert of groups', rate / raw.grouped, 'ratio'),
      figure('HTTP to raw insert of groups without views', rate / raw.bare, 'ratio'),
      figure(
        `one statement a request, ${CONNECTIONS} connections`,
        single.result.statements / single.result.seconds,
        'statements/s',
        '>= 2000',
      ),
      ...processorFigures(' with single requests', single),
      figure('request of one, p50', single.result.latencyP50, 'ms'),
      figure('request of one, p99', single.result.latencyP99, 'ms', '< 100, or the ratio <= 2'),
      figure(`raw insert of one row, ${CONNECTIONS} under way, p99`, raw.singleP99, 'ms'),
      figure('p99 of one by HTTP to one raw', single.result.latencyP99 / raw.singleP99, 'ratio'),
      figure('event loop delay with single requests, p99', single.fared.eventLoopDelayP99, 'ms', '< 50'),
      figure('event loop delay with single requests, longest', single.fared.eventLoopDelayMax, 'ms'),
    ];
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function figure(name: string, value: number, unit: string, goal: string | null = null): Figure {
  return { bench: 'intake', figure: name, value, unit, goal };
}

function processorFigures(when: string, { result, processor }: Awaited<ReturnType<typeof load>>): Figure[] {
  return Object.entries(processor).flatMap(([who, seconds]) =>
    seconds === null
      ? []
      : [figure(`processor time of ${who}${when}`, (seconds * 1e6) / result.statements, 'us/statement')],
  );
}

/** Processor time tells what a statement costs even when the machine is shared. */
async function load(product: ProductProcess, server: EmbeddedServer, order: LoadOrder) {
  const file = join(
    import.meta.dirname,
    import.meta.filename.endsWith('.ts') ? 'load-client.ts' : 'load-client.js',
  );
  const client = fork(file, [], { env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const next = async (): Promise<LoadReport> => {
    const ended = once(client, 'exit').then(([code]) => Promise.reject(new LoadClientEnded(Number(code))));
    const [message] = await Promise.race([once(client, 'message'), ended]);
    return loadReport.parse(message);
  };
  const ready = next();
  client.send(order);
  await ready;
  const used = () => [processorSeconds(product.pid), processorSeconds(server.pid)];
  const before = used();
  const { result, fared } = await product.watch(async () => {
    const done = next();
    client.send('go');
    const report = await done;
    if (report.state !== 'done') throw new LoadClientEnded(0);
    return report;
  });
  const spent = used().map((seconds, index) =>
    seconds === null ? null : seconds - (before[index] ?? Number.NaN),
  );
  const [intake = null, clickhouse = null] = spent;
  const processor = {
    'the intake process': intake,
    ClickHouse: clickhouse,
    'the sender': result.processorSeconds,
  };
  return { result, fared, processor };
}

/** The process that sends the load ended without a result; its words are on standard error. */
export class LoadClientEnded extends Error {
  constructor(code: number) {
    super(`The load client ended early with code ${code}.`);
    this.name = 'LoadClientEnded';
  }
}

async function rowsOf(address: DatabaseAddress, count: number): Promise<LogRow[]> {
  await using clickhouse = ClickHouse.connect(address);
  return clickhouse.query(logRows, 'default', { rows: count });
}

async function baselines(url: string, address: DatabaseAddress, rows: readonly LogRow[], inFlight: number) {
  const group = BATCH * inFlight;
  await migrate({ ...address, url });
  await using clickhouse = ClickHouse.connect(address);
  await clickhouse.command('bench.bare-log', 'CREATE TABLE bare_events AS statement_events');
  const insert = async (table: string, size: number, inFlight: number): Promise<number> => {
    const pass = async (some: readonly LogRow[]): Promise<number> => {
      const blocks = Array.from({ length: Math.ceil(some.length / size) }, (_, index) =>
        some.slice(index * size, (index + 1) * size),
      ).values();
      const started = performance.now();
      await Promise.all(
        Array.from({ length: inFlight }, async () => {
          for (const block of blocks) await clickhouse.insert(table, block);
        }),
      );
      return some.length / ((performance.now() - started) / 1000);
    };
    await pass(rows.slice(0, BASELINE_WARM_UP));
    return pass(rows.slice(BASELINE_WARM_UP));
  };
  const singles = rows.slice(0, SINGLE_INSERTS).values();
  const took: number[] = [];
  const insertSingles = async (): Promise<void> => {
    for (const row of singles) {
      const started = performance.now();
      await clickhouse.insert('statement_events', [row]);
      took.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, insertSingles));
  return {
    singleP99: percentile(took, 0.99),
    small: await insert('statement_events', BATCH, inFlight),
    grouped: await insert('statement_events', group, 1),
    bare: await insert('bare_events', group, 1),
  };
}
