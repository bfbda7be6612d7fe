import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestProduct } from '#test/support/product';
import { aStatement } from '#test/support/statements';
import { type XapiAnswer, XapiClient } from '#test/support/xapi-client';
import { z } from 'zod';

const WRITERS = 8;
const BATCHES = 6;

let product: TestProduct;
let client: XapiClient;
beforeAll(async () => {
  product = await startProduct();
  client = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'] }));
});
afterAll(() => product.stop());

const page = z.object({
  statements: z.array(z.object({ id: z.string(), stored: z.string() })),
  more: z.string(),
});
type Stored = z.output<typeof page>['statements'][number];

/** What was found between two moments, by an answer that promised everything up to the later one. */
interface Promised {
  readonly since: string | null;
  readonly through: string;
  readonly found: ReadonlySet<string>;
}

function throughOf({ headers }: XapiAnswer): string {
  const through = headers.get('X-Experience-API-Consistent-Through');
  if (through === null) throw new Error('The answer does not say through when it is consistent.');
  return through;
}

/** All pages of a query, and what its first answer promised. */
async function readAll(parameters: Record<string, string>): Promise<{ through: string; found: Stored[] }> {
  let answer = await client.get(parameters);
  const through = throughOf(answer);
  const found: Stored[] = [];
  for (;;) {
    const { statements, more } = page.parse(answer.json);
    found.push(...statements);
    if (more === '') return { through, found };
    answer = await client.send('GET', { path: more });
  }
}

describe('Consistent-Through', () => {
  it('is never later than the oldest statement that a reader cannot see yet', async () => {
    const promises: Promised[] = [];
    const harvested: string[] = [];
    const done = new AbortController();

    /** Sends batches of many sizes; what any answer promises is looked for at once. */
    const write = async (writer: number): Promise<void> => {
      for (let batch = 0; batch < BATCHES; batch += 1) {
        const size = 1 + ((writer * 7 + batch * 11) % 40);
        const answer = await client.post(Array.from({ length: size }, () => aStatement()));
        expect(answer.status).toBe(200);
        const through = throughOf(answer);
        const { found } = await readAll({ until: through });
        promises.push({ since: null, through, found: new Set(found.map(({ id }) => id)) });
      }
    };
    /** Other events share inserts and recorded times with statements. */
    const sendEvents = async (): Promise<void> => {
      const key = await product.key({ scopes: ['ingest'] });
      for (let index = 0; !done.signal.aborted; index += 1) {
        const answer = await fetch(`${product.url}/v1/events`, {
          method: 'POST',
          headers: { authorization: key.authorization, 'content-type': 'application/cloudevents+json' },
          body: JSON.stringify({
            specversion: '1.0',
            id: `incident-${index}`,
            source: 'https://tools.example.org',
            type: 'plumbline.incident.detected',
            subject: `incident-${index}`,
            time: '2026-07-20T09:30:00Z',
            data: { incident: `incident-${index}` },
          }),
        });
        expect([answer.status, await answer.text()]).toEqual([200, expect.anything()]);
      }
    };
    /** Reads on from where the last answer was consistent, as a reader does that must miss nothing. */
    const harvest = async (): Promise<void> => {
      let since: string | null = null;
      for (let last = false; !last;) {
        last = done.signal.aborted;
        const { through, found } = await readAll({
          ascending: 'true',
          limit: '25',
          ...(since === null ? {} : { since }),
        });
        harvested.push(...found.map(({ id }) => id));
        promises.push({ since, through, found: new Set(found.map(({ id }) => id)) });
        since = through;
      }
    };

    const reading = [harvest(), sendEvents()];
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    done.abort();
    await Promise.all(reading);

    const { found: stored } = await readAll({});
    expect(stored.length).toBeGreaterThan(WRITERS * BATCHES);
    expect(promises.length).toBeGreaterThan(WRITERS * BATCHES);
    const broken = promises.flatMap(({ since, through, found }) =>
      stored.filter(
        ({ id, stored: at }) => at <= through && (since === null || at > since) && !found.has(id),
      ),
    );
    expect(broken).toEqual([]);
    // Nothing is missed, and nothing comes twice.
    expect(harvested.toSorted()).toEqual(stored.map(({ id }) => id).toSorted());
  });
});
