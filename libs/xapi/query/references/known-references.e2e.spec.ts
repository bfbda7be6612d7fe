import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Instant } from '#platform';
import { startProduct, type TestProduct } from '../../../../test/support/product.ts';
import { aStatement } from '../../../../test/support/statements.ts';
import { XapiClient } from '../../../../test/support/xapi-client.ts';
import { parseStatementsQuery } from '../../http/parameters.ts';
import { statementsPage } from '../statements-page.query.ts';
import { KnownReferences } from './known-references.ts';

let product: TestProduct;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const STATEMENTS = 24;
const ids: string[] = Array.from({ length: STATEMENTS }, () => randomUUID());
const activity = (n: number) => `https://example.org/activities/${n}`;

/** Every third names one of three activities; the others refer to some statement before or after them, or to nothing there ever is. */
function sent(n: number) {
  const target = n % 8 === 1 ? randomUUID() : ids[(n * 11 + 5) % STATEMENTS];
  const object =
    n % 3 === 0 ? { id: activity(n % 9) } : { objectType: 'StatementRef', id: target?.toUpperCase() };
  return aStatement({ id: ids[n], object });
}

async function clientOf(tenant: string): Promise<XapiClient> {
  return new XapiClient(product, await product.key({ tenant, scopes: ['ingest', 'read'] }));
}

async function store(client: XapiClient, statements: readonly unknown[]): Promise<void> {
  const answer = await client.post(statements);
  if (answer.status !== 200) throw new Error(answer.text);
}

/** Up to when everything can be read. */
async function through(client: XapiClient): Promise<Instant> {
  const { headers } = await client.get({ limit: '1' });
  return String(headers.get('X-Experience-API-Consistent-Through')) as Instant;
}

async function found(
  references: KnownReferences,
  tenant: string,
  asked: Readonly<Record<string, string>>,
  by: Instant,
): Promise<string[]> {
  const query = parseStatementsQuery(asked, '1.0');
  if (query.kind !== 'page') throw new Error('A page was asked for.');
  const { clickhouse } = product;
  const cut = { through: by, after: null, rows: 100 };
  const rows = await statementsPage({ clickhouse, references }, tenant, query, cut);
  return rows.map(({ id }) => id);
}

describe('References that are remembered', () => {
  it('are the same as those that the store is asked for anew, as both ends arrive', async () => {
    const tenant = `growing-${randomUUID()}`;
    const client = await clientOf(tenant);
    const of = (limits?: { references: number; awaited: number }) =>
      new KnownReferences(product.clickhouse, limits);
    const asked = of({ references: 0, awaited: 0 });
    const kept = {
      all: of(),
      'fewer than there are in the end': of({ references: 7, awaited: 100 }),
      'with few that may be awaited': of({ references: 100, awaited: 4 }),
    };
    let followed = 0;
    for (let n = 0; n < STATEMENTS; n += 3) {
      await store(client, [n, n + 1, n + 2].map(sent));
      const by = await through(client);
      for (const number of [0, 3, 6]) {
        const filter = { activity: activity(number), ascending: String(n % 2 === 0) };
        const expected = await found(asked, tenant, filter, by);
        followed += expected.filter((id) => ids.indexOf(id) % 3 !== 0).length;
        for (const [name, references] of Object.entries(kept))
          expect([n, name, await found(references, tenant, filter, by)]).toEqual([n, name, expected]);
      }
    }
    expect(followed).toBeGreaterThan(20);
  });

  it('show what was there by the moment of a page, whatever was read since', async () => {
    const tenant = `earlier-${randomUUID()}`;
    const client = await clientOf(tenant);
    const [target, first, second] = [randomUUID(), randomUUID(), randomUUID()];
    const reference = (id: string, to: string) =>
      aStatement({ id, object: { objectType: 'StatementRef', id: to } });
    const filter = { activity: activity(0) };
    const references = new KnownReferences(product.clickhouse);
    const shown = (by: Instant) => found(references, tenant, filter, by);

    await store(client, [reference(first, target)]);
    const before = await through(client);
    await store(client, [aStatement({ id: target, object: { id: activity(0) } }), reference(second, first)]);
    expect(await shown(await through(client))).toEqual([second, target, first]);
    expect(await shown(before)).toEqual([]);
  });

  it('are those of one tenant, also when others were asked in between', async () => {
    const references = new KnownReferences(product.clickhouse, { references: 3, awaited: 10 });
    const tenants = ['one', 'two', 'three'].map((name) => `${name}-${randomUUID()}`);
    const target = randomUUID();
    const expected = new Map<string, string[]>();
    for (const tenant of tenants) {
      const client = await clientOf(tenant);
      const referring = [randomUUID(), randomUUID()];
      const statements = referring.map((id) =>
        aStatement({ id, object: { objectType: 'StatementRef', id: target } }),
      );
      // In the last tenant there is no statement that they refer to.
      const there = tenant === tenants[2] ? [] : [aStatement({ id: target, object: { id: activity(0) } })];
      await store(client, [...there, ...statements]);
      expected.set(tenant, there.length === 0 ? [] : [target, ...referring]);
    }
    for (let round = 0; round < 2; round += 1)
      for (const tenant of tenants) {
        const by = await through(await clientOf(tenant));
        const filter = { activity: activity(0), ascending: 'true' };
        expect(await found(references, tenant, filter, by)).toEqual(expected.get(tenant));
      }
  });

  it('are read again after a reading that failed', async () => {
    const tenant = `failing-${randomUUID()}`;
    const client = await clientOf(tenant);
    const [target, referring] = [randomUUID(), randomUUID()];
    await store(client, [
      aStatement({ id: target, object: { id: activity(0) } }),
      aStatement({ id: referring, object: { objectType: 'StatementRef', id: target } }),
    ]);
    const by = await through(client);
    const references = new KnownReferences(product.clickhouse);
    const { clickhouse } = product;
    await clickhouse.command('test.hide', 'RENAME TABLE event_identities TO hidden_identities');
    const hidden = references.storedBy(tenant, by);
    await expect(hidden).rejects.toThrow('event_identities');
    await clickhouse.command('test.show', 'RENAME TABLE hidden_identities TO event_identities');
    const graph = await references.storedBy(tenant, by);
    expect(graph?.size).toBe(1);
    expect(await found(references, tenant, { activity: activity(0) }, by)).toEqual([referring, target]);
  });
});
