import { join } from 'node:path';
import { EmbeddedServer } from '#clickhouse';
import { editions, programId } from '#story';
import type { Progress } from '../commands/progress.ts';
import { percentile, type Figure } from './figures.ts';
import { prepareKpiStore } from './kpi-store.ts';
import { ProductProcess } from './product-process.ts';

export interface KpiBenchOptions {
  readonly dataDir: string;
  readonly fresh: boolean;
  readonly progress: Progress;
}

const SIZES = [
  { label: '1M events', database: 'bench_kpi_1m', events: 1_000_000 },
  { label: '10M events', database: 'bench_kpi_10m', events: 10_000_000 },
] as const;
const WARM_UP = 20;
const REQUESTS = 200;
/** Requests of one store at a stretch; the stores take turns, so that a busy machine slows both alike. */
const TURN = 20;

/** Scorecards over HTTP while the asked program stays the same and the store around it grows tenfold. */
export async function benchKpi({ dataDir, fresh, progress }: KpiBenchOptions): Promise<Figure[]> {
  const server = await EmbeddedServer.start({ dataDir: join(dataDir, 'clickhouse') });
  const products: ProductProcess[] = [];
  try {
    const asked = [];
    for (const { label, database, events } of SIZES) {
      const address = { ...server.address, database };
      await prepareKpiStore({ address, events, fresh, label, progress });
      const product = await ProductProcess.start(join(dataDir, database), address);
      products.push(product);
      const { id, secret } = await product.key(['read']);
      const url = new URL(`/v1/programs/${programId}/scorecard?asOf=${editions.second.asOf}`, product.url);
      asked.push({ label, url, authorization: `Bearer ${id}.${secret}`, millis: [] as number[] });
    }
    for (const { url, authorization } of asked)
      for (let count = 0; count < WARM_UP; count += 1) await scorecardMillis(url, authorization);
    for (let done = 0; done < REQUESTS; done += TURN) {
      progress.show('Asking for scorecards', done, REQUESTS);
      for (const { url, authorization, millis } of asked)
        for (let count = 0; count < TURN; count += 1) millis.push(await scorecardMillis(url, authorization));
    }
    progress.show('Asking for scorecards', REQUESTS, REQUESTS);
    return figuresOf(asked);
  } finally {
    for (const product of products) await product.stop();
    await server.stop();
  }
}

/** The scorecard was refused. */
export class ScorecardRefused extends Error {
  constructor(status: number, text: string) {
    super(`The scorecard was answered ${status}: ${text.slice(0, 500)}`);
    this.name = 'ScorecardRefused';
  }
}

async function scorecardMillis(url: URL, authorization: string): Promise<number> {
  const started = performance.now();
  const answer = await fetch(url, { headers: { authorization } });
  const text = await answer.text();
  if (!answer.ok) throw new ScorecardRefused(answer.status, text);
  return performance.now() - started;
}

function figuresOf(asked: readonly { label: string; millis: readonly number[] }[]): Figure[] {
  const figure = (name: string, value: number, unit: string, goal: string | null = null): Figure => ({
    bench: 'kpi',
    figure: name,
    value,
    unit,
    goal,
  });
  const p95 = asked.map(({ millis }) => percentile(millis, 0.95));
  const p50 = asked.map(({ millis }) => percentile(millis, 0.5));
  const ratio = ([small = Number.NaN, large = Number.NaN]: readonly number[]) => large / small;
  return [
    ...asked.flatMap(({ label, millis }) => [
      figure(`scorecard at ${label}, p50`, percentile(millis, 0.5), 'ms'),
      figure(`scorecard at ${label}, p95`, percentile(millis, 0.95), 'ms'),
    ]),
    figure('p95 at 1M to p95 at 100k', ratio(p95), 'ratio', 'about 1'),
    figure('p50 at 1M to p50 at 100k', ratio(p50), 'ratio', 'about 1'),
  ];
}
