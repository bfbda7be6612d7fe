import { Agent, request } from 'node:http';
import { generateLoad } from '#story';
import { z } from 'zod';
import { percentile } from './figures.ts';

/** What the client process is told to do. */
export const loadOrder = z.object({
  url: z.url(),
  authorization: z.string(),
  statements: z.number().int().positive(),
  warmUp: z.number().int().nonnegative(),
  batch: z.number().int().positive(),
  inFlight: z.number().int().positive(),
  seed: z.string(),
});
export type LoadOrder = z.infer<typeof loadOrder>;

/** What it tells back: first `ready` (the load is generated and the warm-up sent), then the outcome. */
export const loadReport = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ready') }),
  z.object({
    state: z.literal('done'),
    statements: z.number(),
    seconds: z.number(),
    /** Of one request, in milliseconds. */
    latencyP50: z.number(),
    latencyP95: z.number(),
    latencyP99: z.number(),
    processorSeconds: z.number(),
  }),
]);
export type LoadReport = z.infer<typeof loadReport>;

/** A batch was not stored. */
export class LoadRefused extends Error {
  constructor(status: number, text: string) {
    super(`A batch was answered ${status}: ${text.slice(0, 500)}`);
    this.name = 'LoadRefused';
  }
}

/** Bodies of whole batches, made before any time is taken. */
function bodies({ statements, warmUp, batch, seed }: LoadOrder): Buffer[] {
  const made: Buffer[] = [];
  for (const { request } of generateLoad({ seed, programs: 0, batch, events: statements + warmUp }))
    if (request.kind === 'xapi') made.push(Buffer.from(JSON.stringify(request.statements)));
  return made;
}

async function sendAll(order: LoadOrder, batches: readonly Buffer[]): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.inFlight });
  const latencies: number[] = [];
  const waiting = batches.values();
  const sender = async (): Promise<void> => {
    for (const body of waiting) {
      const started = performance.now();
      await send(order, agent, body);
      latencies.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: order.inFlight }, sender));
  agent.destroy();
  return latencies;
}

function send({ url, authorization }: LoadOrder, agent: Agent, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL('/xapi/statements', url),
      {
        method: 'POST',
        agent,
        headers: {
          authorization,
          'content-type': 'application/json',
          'content-length': body.length,
          'x-experience-api-version': '1.0.3',
        },
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve();
          else reject(new LoadRefused(answer.statusCode ?? 0, Buffer.concat(parts).toString()));
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Waits for the order and for `go`, sends the load and reports: a process of its own, as a sender is. */
async function serve(): Promise<void> {
  const order = loadOrder.parse(await nextMessage());
  const all = bodies(order);
  const warmUp = all.splice(0, Math.ceil(order.warmUp / order.batch));
  await sendAll(order, warmUp);
  await tell({ state: 'ready' });
  await nextMessage();
  const usage = process.cpuUsage();
  const started = performance.now();
  const latencies = await sendAll(order, all);
  const { user, system } = process.cpuUsage(usage);
  await tell({
    state: 'done',
    statements: all.length * order.batch,
    seconds: (performance.now() - started) / 1000,
    latencyP50: percentile(latencies, 0.5),
    latencyP95: percentile(latencies, 0.95),
    latencyP99: percentile(latencies, 0.99),
    processorSeconds: (user + system) / 1e6,
  });
  process.disconnect();
}

function nextMessage(): Promise<unknown> {
  return new Promise((resolve) => process.once('message', resolve));
}

function tell(report: LoadReport): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(report, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}

if (process.argv[1] === import.meta.filename && process.send) await serve();
