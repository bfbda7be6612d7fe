import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { EmbeddedServer } from '#clickhouse';
import { instantFromMillis, instantToMillis } from '#platform';
import { editions, programId } from '#story';
import type { Progress } from '../commands/progress.ts';
import { percentile, type Figure } from './figures.ts';
import { KPI_STORE_10M, prepareKpiStore } from './kpi-store.ts';
import { ProductProcess } from './product-process.ts';

export interface KpiBenchOptions {
  readonly dataDir: string;
  readonly fresh: boolean;
  readonly progress: Progress;
}

const SIZES = [{ label: '1M events', database: 'bench_kpi_1m', events: 1_000_000 }, KPI_STORE_10M] as const;
const WARM_UP = 10;
const REQUESTS = 200;
/** Requests of one kind to one store at a stretch; the stores take turns, so that a busy machine slows both alike. */
const TURN = 10;
const DAY_MILLIS = 86_400_000;
/** Days before the edition's that are asked for in turn: no answer is like the one before. */
const DAYS = 100;

/** Before each of these an event of the program is recorded. */
const AFTER_AN_EVENT = 'scorecard after an event';

/** What is asked; each of its requests has another moment. */
const KINDS = {
  'scorecard as of now': (turn: number) => `scorecard?asOf=${secondsAfterEdition(turn)}`,
  'scorecard of another day': (turn: number) => `scorecard?asOf=${daysBeforeEdition(turn)}`,
  'evidence page': (turn: number) =>
    `kpis/training-completion/evidence?limit=1000&asOf=${secondsAfterEdition(turn)}`,
  [AFTER_AN_EVENT]: () => 'scorecard',
} as const;
type Kind = keyof typeof KINDS;
const kinds = Object.keys(KINDS).filter((kind): kind is Kind => kind in KINDS);

interface Asked {
  readonly label: string;
  readonly product: ProductProcess;
  readonly authorization: string;
  readonly millis: Readonly<Record<Kind, number[]>>;
}

/** Scorecards over HTTP while the asked program stays the same and the store around it grows tenfold. */
export async function benchKpi({ dataDir, fresh, progress }: KpiBenchOptions): Promise<Figure[]> {
  const server = await EmbeddedServer.start({ dataDir: join(dataDir, 'clickhouse') });
  const asked: Asked[] = [];
  try {
    for (const { label, database, events } of SIZES) {
      const address = { ...server.address, database };
      await prepareKpiStore({ address, events, fresh, label, progress });
      progress.show(`Starting the product on ${label}`, 0, 1);
      const product = await ProductProcess.start(join(dataDir, database), address);
      const { id, secret } = await product.key(['read', 'people', 'ingest']);
      const millis = {
        'scorecard as of now': [],
        'scorecard of another day': [],
        'evidence page': [],
        [AFTER_AN_EVENT]: [],
      };
      asked.push({ label, product, authorization: `Bearer ${id}.${secret}`, millis });
    }
    for (const one of asked)
      for (const kind of kinds)
        for (let turn = 0; turn < WARM_UP; turn += 1) await ask(one, kind, REQUESTS + turn);
    for (let done = 0; done < REQUESTS; done += TURN) {
      progress.show('Asking', done, REQUESTS);
      for (const kind of kinds)
        for (const one of asked)
          for (let turn = 0; turn < TURN; turn += 1) one.millis[kind].push(await ask(one, kind, done + turn));
    }
    progress.show('Asking', REQUESTS, REQUESTS);
    return [...asked.flatMap(figuresOf), ...(await Promise.all(asked.map(memoryOf))), ...ratiosOf(asked)];
  } finally {
    for (const { product } of asked) await product.stop();
    await server.stop();
  }
}

/** A question was refused. */
export class QuestionRefused extends Error {
  constructor(kind: string, status: number, text: string) {
    super(`The ${kind} was answered ${status}: ${text.slice(0, 500)}`);
    this.name = 'QuestionRefused';
  }
}

async function ask({ product, authorization }: Asked, kind: Kind, turn: number): Promise<number> {
  const url = new URL(`/v1/programs/${programId}/${KINDS[kind](turn)}`, product.url);
  if (kind === AFTER_AN_EVENT) await record(product, authorization);
  const started = performance.now();
  const answer = await fetch(url, { headers: { authorization } });
  const text = await answer.text();
  if (!answer.ok) throw new QuestionRefused(kind, answer.status, text);
  return performance.now() - started;
}

/** A module that an actor of no learner finished: it changes the facts that nearly everything is made of. */
async function record(product: ProductProcess, authorization: string): Promise<void> {
  const event = {
    specversion: '1.0',
    id: randomUUID(),
    source: 'urn:bench',
    type: 'plumbline.module.completed',
    time: editions.second.asOf,
    data: { program: programId, learner: 'nobody', module: 'ai-literacy', success: true },
  };
  const headers = { authorization, 'content-type': 'application/cloudevents+json' };
  const url = new URL('/v1/events', product.url);
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(event) });
  if (!answer.ok) throw new QuestionRefused('event', answer.status, await answer.text());
  await answer.arrayBuffer();
}

function secondsAfterEdition(turn: number): string {
  return instantFromMillis(instantToMillis(editions.second.asOf) + turn * 1000);
}

function daysBeforeEdition(turn: number): string {
  const days = (turn * 37) % DAYS;
  return instantFromMillis(instantToMillis(editions.second.asOf) - days * DAY_MILLIS - turn * 1000);
}

function figure(name: string, value: number, unit: string, goal: string | null = null): Figure {
  return { bench: 'kpi', figure: name, value, unit, goal };
}

function figuresOf({ label, millis }: Asked): Figure[] {
  return kinds.flatMap((kind) => [
    figure(`${kind} at ${label}, p50`, percentile(millis[kind], 0.5), 'ms'),
    figure(
      `${kind} at ${label}, p95`,
      percentile(millis[kind], 0.95),
      'ms',
      kind === AFTER_AN_EVENT ? null : 'at most 100',
    ),
  ]);
}

async function memoryOf({ label, product }: Asked): Promise<Figure> {
  return figure(`memory of the server at ${label}, at most`, await product.resident(), 'MiB');
}

function ratiosOf(asked: readonly Asked[]): Figure[] {
  return kinds.map((kind) => {
    const [small = Number.NaN, large = Number.NaN] = asked.map(({ millis }) =>
      percentile(millis[kind], 0.95),
    );
    return figure(`${kind}, p95 at 10M to p95 at 1M`, large / small, 'ratio', 'at most 1.5');
  });
}
