import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestProduct } from '#test/support/product';
import { aStatement } from '#test/support/statements';
import { storedStatements, type XapiAnswer, XapiClient } from '#test/support/xapi-client';
import { randomUUID } from 'node:crypto';
import { Random } from '#story';
import { z } from 'zod';

const CLIENTS = 32;
const ROUNDS = 4;

let product: TestProduct;
let clients: readonly XapiClient[];
beforeAll(async () => {
  product = await startProduct();
  const keys = await Promise.all(
    Array.from({ length: CLIENTS }, () => product.key({ scopes: ['ingest', 'read'] })),
  );
  clients = keys.map((key, index) => new XapiClient(product, key, index % 4 === 0 ? '2.0.0' : '1.0.3'));
});
afterAll(() => product.stop());

interface Sent {
  readonly statements: readonly { readonly id: string; readonly content: string }[];
  readonly isPut: boolean;
  readonly answer: XapiAnswer;
}

describe('32 clients at once', () => {
  it('that send the same ids in overlapping batches find one content of each, and their batches whole or not at all', async () => {
    const random = new Random('32 clients');
    const shared: readonly string[] = Array.from({ length: 60 }, () => randomUUID());
    const before = await storedStatements(product);
    const sent: Sent[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      sent.push(...(await Promise.all(clients.map((client) => sendBatch(client, shared, random)))));

    const found = await readAll([
      ...new Set(sent.flatMap(({ statements }) => statements.map(({ id }) => id))),
    ]);
    for (const one of sent) expectWholeOrAbsent(one, found, shared);
    const won = sent.filter(({ answer }) => answer.status < 300).length;
    expect([won > CLIENTS / 2, won < sent.length - CLIENTS / 2]).toEqual([true, true]);
    expect((await storedStatements(product)) - before).toBe(found.size);
  });

  it('that write what they read and added to lose no update: the sum is the number of writes that were taken', async () => {
    const resources = [
      { path: '/xapi/activities/state', id: 'stateId', about: ['activityId', 'agent'] },
      { path: '/xapi/activities/profile', id: 'profileId', about: ['activityId'] },
      { path: '/xapi/agents/profile', id: 'profileId', about: ['agent'] },
    ];
    for (const { path, id, about } of resources) {
      const known = { activityId: 'https://lms.example.org/c', agent: '{"mbox":"mailto:ada@example.org"}' };
      const parameters = {
        ...Object.fromEntries(Object.entries(known).filter(([name]) => about.includes(name))),
        [id]: 'counter',
      };
      const ask = { path, parameters };
      // Who is first is decided as well: of 32 that say there is none, one is right.
      const first = await Promise.all(
        clients.map((client) =>
          client.send('PUT', { ...ask, body: { sum: 0 }, headers: { 'If-None-Match': '*' } }),
        ),
      );
      expect(first.map(({ status }) => status).sort()).toEqual([204, ...Array(CLIENTS - 1).fill(412)]);
      const outcomes = await Promise.all(
        clients.map(async (client, index) => {
          const statuses: number[] = [];
          for (let tries = 0; tries < 4; tries += 1) {
            const { headers, text } = await client.send('GET', ask);
            const { sum } = z.object({ sum: z.number() }).loose().parse(JSON.parse(text));
            const request = {
              ...ask,
              body: { sum: sum + 1 },
              headers: { 'If-Match': headers.get('ETag') ?? '' },
            };
            // A merge under If-Match is a write as any other.
            statuses.push((await client.send(index % 2 === 0 ? 'PUT' : 'POST', request)).status);
          }
          return statuses;
        }),
      );
      const statuses = outcomes.flat();
      const taken = statuses.filter((status) => status === 204).length;
      expect(statuses.filter((status) => status !== 204 && status !== 412)).toEqual([]);
      expect(taken).toBeGreaterThanOrEqual(4);
      expect((await clients[0]?.send('GET', ask))?.json).toEqual({ sum: taken });
    }
  });
});

/** What stands in the end says what each answer had to be: the first content of an id stays. */
function expectWholeOrAbsent(
  { statements, isPut, answer }: Sent,
  found: ReadonlyMap<string, string>,
  shared: readonly string[],
): void {
  const conflicting = statements.flatMap(({ id, content }, index) => {
    const standing = found.get(id);
    return standing === undefined || standing === content ? [] : [isPut ? '/id' : `/${index}/id`];
  });
  const isTaken = conflicting.length === 0;
  const told = isTaken ? [] : pointersOf(answer);
  expect([answer.status, told.filter((pointer) => !conflicting.includes(pointer))]).toEqual([
    isTaken ? (isPut ? 204 : 200) : 409,
    [],
  ]);
  // All is there of a batch that was taken; of another not even what nobody else sent.
  const there = statements.filter(({ id }) => found.has(id));
  const own = there.filter(({ id }) => !shared.includes(id));
  expect(isTaken ? there : own).toEqual(isTaken ? statements : []);
}

async function sendBatch(client: XapiClient, shared: readonly string[], random: Random): Promise<Sent> {
  const chosen = new Set(Array.from({ length: random.between(1, 5) }, () => random.pick(shared)));
  const isPut = random.between(0, 9) < 2;
  const ids = isPut ? [...chosen].slice(0, 1) : [...chosen, randomUUID(), randomUUID()];
  // Three of four send the same content of an id, so that equal and other ones meet.
  const statements = ids.map((id) => ({ id, content: random.between(0, 19) < 18 ? 'as all' : randomUUID() }));
  const bodies = statements.map(({ id, content }) => aStatement({ id, result: { response: content } }));
  const [one] = bodies;
  const answer = isPut && one ? await client.put(one.id, one) : await client.post(bodies);
  return { statements, isPut, answer };
}

async function readAll(ids: readonly string[]): Promise<Map<string, string>> {
  const stored = z.object({ result: z.object({ response: z.string() }) });
  const found = new Map<string, string>();
  for (let at = 0; at < ids.length; at += CLIENTS) {
    const answers = await Promise.all(
      ids
        .slice(at, at + CLIENTS)
        .map(async (id) => [id, await clients[0]?.get({ statementId: id })] as const),
    );
    for (const [id, answer] of answers) {
      if (answer?.status === 200) found.set(id, stored.parse(answer.json).result.response);
      else if (answer?.status !== 404) throw new Error(`${answer?.status} to ${id}`);
    }
  }
  return found;
}

function pointersOf({ json }: XapiAnswer): string[] {
  const { errors } = z.object({ errors: z.array(z.object({ pointer: z.string() })).min(1) }).parse(json);
  return errors.map(({ pointer }) => pointer);
}
