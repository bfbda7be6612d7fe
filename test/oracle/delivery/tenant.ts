import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { parseInstant, type Instant } from '#platform';
import type { TestKey, TestProduct } from '#test/support/product';
import { z } from 'zod';
import type { Delivery, Sent } from '../histories/history.ts';
import type { LogEntry } from '../naive/log.ts';

const noneAccepted = z.object({
  errors: z.array(z.object({ pointer: z.string(), reason: z.string() })),
});

/** A batch of which every event was refused is a problem; its errors point at them. */
function outcomeOf({ status, json }: { readonly status: number; readonly json: unknown }) {
  if (status !== 422) return outcome.parse(json);
  const rejected = noneAccepted.parse(json).errors.map(({ pointer, reason }) => {
    const [, index, ...inside] = pointer.split('/');
    return { index: Number(index), pointer: `/${inside.join('/')}`, reason };
  });
  return { accepted: 0, duplicates: 0, rejected };
}

/**
 * What of these histories may be refused, by the field that the refusal points at: a name that stands for other content; a void
 * of a void, or of an end by which an identity would have two holders; a definition that is dated apart from its effectiveFrom; an identity
 * that another learner holds.
 */
function mayBeRefused({ body }: Sent, pointer: string, stands: Sent | undefined): boolean {
  switch (pointer) {
    case '/id':
      return stands !== undefined && !isDeepStrictEqual(stands.body, body);
    case '/data/id':
      return body['type'] === 'plumbline.event.voided';
    case '/time':
      return body['type'] === 'plumbline.program.defined' && 'time' in body;
    case '/data':
      return body['type'] === 'plumbline.learner.enrolled' || body['type'] === 'plumbline.learner.identified';
    default:
      return false;
  }
}

const outcome = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.array(z.object({ index: z.number(), pointer: z.string(), reason: z.string() })),
});

const instant = z.string().transform((text, context): Instant => {
  const moment = parseInstant(text);
  if (moment !== null) return moment;
  context.addIssue({ code: 'custom', message: 'not a moment' });
  return z.NEVER;
});

const logRows = {
  name: 'test.log-of-tenant',
  sql: `SELECT source, id, type, occurred_at, recorded_at, data FROM events WHERE tenant = {tenant:String} ORDER BY recorded_at`,
  params: z.object({}),
  row: z
    .object({
      source: z.string(),
      id: z.string(),
      type: z.string(),
      occurred_at: instant,
      recorded_at: instant,
      data: z.string(),
    })
    .transform(({ source, id, type, occurred_at, recorded_at, data }): LogEntry => ({
      source,
      id,
      type,
      occurredAt: occurred_at,
      recordedAt: recorded_at,
      data: z.unknown().parse(JSON.parse(data)),
    })),
};

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A tenant of the product, to whom a history is told over HTTP; it remembers what was taken. */
export class Tenant {
  private readonly taken = new Map<string, Sent>();

  private constructor(
    private readonly product: TestProduct,
    private readonly key: TestKey,
  ) {}

  static async create(product: TestProduct, name: string): Promise<Tenant> {
    return new Tenant(product, await product.key({ tenant: name, scopes: ['admin'] }));
  }

  async get(path: string, parameters: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const url = `${this.product.url}${path}?${new URLSearchParams(parameters).toString()}`;
    const response = await fetch(url, { headers: { authorization: this.key.authorization } });
    return { status: response.status, text: await response.text() };
  }

  /** Events in one batch; statements in as few as their rules allow: an id once, and a conflict refuses its whole batch. */
  async take(batch: readonly Delivery[]): Promise<void> {
    await this.takeEvents(batch.filter(({ sent }) => sent.kind === 'event'));
    let statements: Delivery[] = [];
    const flush = async () => {
      const waiting = statements;
      statements = [];
      if (waiting.length > 0) await this.takeStatements(waiting);
    };
    for (const delivery of batch.filter(({ sent }) => sent.kind === 'statement')) {
      const alone = delivery.how === 'conflict';
      if (alone || statements.some(({ sent }) => sent.id === delivery.sent.id)) await flush();
      statements.push(delivery);
      if (alone) await flush();
    }
    await flush();
  }

  private async takeEvents(batch: readonly Delivery[]): Promise<void> {
    if (batch.length === 0) return;
    const answer = await this.post(
      '/v1/events',
      'application/cloudevents-batch+json',
      batch.map(({ sent }) => sent.body),
    );
    const { accepted, duplicates, rejected } = outcomeOf(answer);
    const refused = new Map(rejected.map((refusal) => [refusal.index, refusal]));
    batch.forEach(({ sent }, index) => {
      const refusal = refused.get(index);
      const stands = this.taken.get(nameOf(sent));
      if (refusal === undefined) {
        // The same content drawn twice is a re-send; anything else under a known name is refused.
        if (stands === undefined) this.taken.set(nameOf(sent), sent);
        else assert.deepEqual(stands.body, sent.body);
      } else if (!mayBeRefused(sent, refusal.pointer, stands)) {
        throw new Error(`${sent.id} was refused at ${refusal.pointer}: ${refusal.reason}`);
      }
    });
    assert.equal(accepted + duplicates + refused.size, batch.length);
  }

  private async takeStatements(batch: readonly Delivery[]): Promise<void> {
    const answer = await this.post(
      '/xapi/statements',
      'application/json',
      batch.map(({ sent }) => sent.body),
    );
    const [only] = batch;
    if (answer.status !== 200 && batch.length === 1 && only?.how === 'conflict') {
      assert.deepEqual([answer.status, this.taken.has(only.sent.id) || answer.status === 409], [409, true]);
      return;
    }
    if (answer.status !== 200) throw new Error(JSON.stringify([answer, batch]));
    for (const { sent } of batch) if (!this.taken.has(nameOf(sent))) this.taken.set(nameOf(sent), sent);
  }

  private async post(path: string, type: string, body: unknown): Promise<{ status: number; json: unknown }> {
    const response = await fetch(`${this.product.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: this.key.authorization,
        'content-type': type,
        'x-experience-api-version': '1.0.3',
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, json: text === '' ? null : z.unknown().parse(JSON.parse(text)) };
  }

  /** The log of the tenant, after it was seen to hold what was taken, each once and as first sent. */
  async log(): Promise<LogEntry[]> {
    const log = await this.product.clickhouse.query(logRows, this.key.tenant, {});
    const told = log.map((entry) => [nameOf(entry), contentOf(this.taken.get(nameOf(entry)), entry)]);
    const held = log.map((entry) => [nameOf(entry), entry.data]);
    assert.deepEqual(held, told);
    assert.equal(log.length, this.taken.size);
    return log;
  }
}

function nameOf({ source, id }: { readonly source: string; readonly id: string }): string {
  return JSON.stringify([source, id]);
}

/** The data as it was sent; of a statement also what the store adds to it. */
function contentOf(sent: Sent | undefined, { data }: LogEntry): unknown {
  if (sent === undefined) return 'nothing of that name was taken';
  const content: unknown = sent.kind === 'event' ? sent.body['data'] : { ...Object(data), ...sent.body };
  // As it went over the wire: fast-check's records have no prototype.
  return z.unknown().parse(JSON.parse(JSON.stringify(content)));
}
