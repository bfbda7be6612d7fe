import { join } from 'node:path';
import { ClickHouse, EmbeddedServer, defineQuery, type DatabaseAddress } from '#clickhouse';
import { z } from 'zod';
import type { Progress } from '../commands/progress.ts';
import { percentile, type Figure } from './figures.ts';
import { checkIdentities } from './identity-check.ts';
import { KPI_STORE_10M, prepareKpiStore } from './kpi-store.ts';
import { ProductProcess } from './product-process.ts';
import { isMerged, mergeAsWhenQuiet, partCounts } from './quiet-store.ts';
import { StatementReads, type ReadTimes } from './statement-reads.ts';

export interface StatementsBenchOptions {
  readonly dataDir: string;
  readonly fresh: boolean;
  readonly progress: Progress;
}

const TENANT = 'default';
const QUESTIONS = 100;
const PAGED = 100_000;
/** Pages at the start and at the end of paging that are held against each other. */
const ENDS = 20;

const statementCount = defineQuery({
  name: 'bench.statement-count',
  sql: `SELECT count() AS all, countIf(tenant = {tenant:String}) AS own FROM statement_events`,
  params: z.object({}),
  row: z.object({ all: z.coerce.number(), own: z.coerce.number() }),
});

const nothing = defineQuery({
  name: 'bench.nothing',
  sql: `SELECT {tenant:String} AS tenant`,
  params: z.object({}),
  row: z.object({ tenant: z.string() }),
});

/**
 * First pages by each filter and paging, over HTTP, in the store of ten million events that the kpi bench loads and keeps. A store that
 * was just loaded is asked as it is and once more when it is merged as a day of rest leaves it; paging is in the merged one.
 */
export async function benchStatements(options: StatementsBenchOptions): Promise<Figure[]> {
  const { dataDir, fresh, progress } = options;
  const server = await EmbeddedServer.start({ dataDir: join(dataDir, 'clickhouse') });
  try {
    const { label, database, events } = KPI_STORE_10M;
    const address = { ...server.address, database };
    await prepareKpiStore({ address, events, fresh, label, progress });
    progress.say('Checking identities …');
    const check = await checkIdentities(address, TENANT);
    const loaded = await partCounts(address);
    const product = await ProductProcess.start(join(dataDir, database), address);
    try {
      const reads = new StatementReads(product, await product.key(['read']), progress);
      const asLoaded = isMerged(loaded) ? [] : await reads.firstPages(address, TENANT, QUESTIONS);
      await mergeAsWhenQuiet(address, progress);
      const times = await reads.firstPages(address, TENANT, QUESTIONS);
      const paging = await reads.paging(PAGED);
      const [first, last] = [paging.slice(0, ENDS), paging.slice(-ENDS)].map((pages) =>
        percentile(pages, 0.5),
      );
      return [
        ...(await sizes(address)),
        figure('a query that reads nothing, p50', await barest(address), 'ms'),
        figure('identities in the filter', check.identities, 'identities'),
        figure('reading the filter at start', check.reading, 's', 'seconds'),
        figure('memory of the filter', check.mebibytes, 'MiB'),
        figure('checking 1,000 new identities', check.fresh, 'ms', '< 5'),
        figure('checking 1,000 identities that are there', check.sentAgain, 'ms'),
        ...loaded.map(({ name, parts }) => figure(`parts of ${name} as it was found`, parts, 'parts')),
        ...asLoaded.flatMap((kind) => pageFigures(kind, ', as it was found')),
        ...times.flatMap((kind) => pageFigures(kind, '')),
        figure(`page of 500 among ${PAGED}, p50`, percentile(paging, 0.5), 'ms'),
        figure('last pages to first pages', (last ?? Number.NaN) / (first ?? Number.NaN), 'ratio', 'about 1'),
      ];
    } finally {
      await product.stop();
    }
  } finally {
    await server.stop();
  }
}

/** What any query costs on this machine now, its way there and back included: reads are held against it. */
async function barest(address: DatabaseAddress): Promise<number> {
  await using clickhouse = ClickHouse.connect(address);
  const millis: number[] = [];
  for (let asked = 0; asked < QUESTIONS; asked += 1) {
    const started = performance.now();
    await clickhouse.query(nothing, TENANT, {});
    millis.push(performance.now() - started);
  }
  return percentile(millis, 0.5);
}

function pageFigures({ kind, p50, p95, goal }: ReadTimes, when: string): Figure[] {
  return [
    figure(`first page ${kind}${when}, p50`, p50, 'ms'),
    figure(`first page ${kind}${when}, p95`, p95, 'ms', `< ${goal}`),
  ];
}

async function sizes(address: DatabaseAddress): Promise<Figure[]> {
  await using clickhouse = ClickHouse.connect(address);
  const [count] = await clickhouse.query(statementCount, TENANT, {});
  return [
    figure('statements in the store', count?.all ?? 0, 'statements'),
    figure('statements of the asked tenant', count?.own ?? 0, 'statements'),
  ];
}

function figure(name: string, value: number, unit: string, goal: string | null = null): Figure {
  return { bench: 'statements', figure: name, value, unit, goal };
}
