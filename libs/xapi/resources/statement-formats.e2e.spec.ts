import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestProduct } from '#test/support/product';
import { moreOf, statementsOf, storeAll } from '#test/support/statement-answers';
import { aStatement } from '#test/support/statements';
import { XapiClient } from '#test/support/xapi-client';

let product: TestProduct;
let client: XapiClient;

beforeAll(async () => {
  product = await startProduct();
  client = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'] }));
});

afterAll(async () => {
  await product.stop();
});

const stored = (...statements: { id: string }[]) => storeAll(client, statements);

describe('Formats', () => {
  const display = { de: 'abgeschlossen', en: 'completed' };
  const object = { id: 'https://lms.example.org/x', definition: { name: { de: 'Kurs', en: 'Course' } } };

  it('ids gives no more than identifies', async () => {
    const statement = aStatement({ verb: { id: 'https://example.org/v', display }, object });
    await stored(statement);
    const { json } = await client.get({ statementId: statement.id, format: 'ids' });
    expect(json).toMatchObject({ verb: { id: 'https://example.org/v' }, object: { id: object.id } });
    expect(JSON.stringify(json)).not.toContain('Kurs');
  });

  it.each(['1.0.3', '2.0.0'])(
    'canonical gives one language, by Accept-Language; exact gives all: %s',
    async (version) => {
      const statement = aStatement({ verb: { id: 'https://example.org/v', display }, object });
      await stored(statement);
      const headers = { 'Accept-Language': 'de-CH, en;q=0.5', 'X-Experience-API-Version': version };
      const [canonical, exact] = await Promise.all(
        ['canonical', 'exact'].map((format) =>
          client.get({ statementId: statement.id, format }, { headers }),
        ),
      );
      expect(canonical?.json).toMatchObject({
        verb: { display: { de: 'abgeschlossen' } },
        object: { definition: { name: { de: 'Kurs' } } },
      });
      expect(canonical?.text).not.toContain('Course');
      expect(exact?.json).toMatchObject({ verb: { display }, object });
    },
  );

  it('hold for every page of a search, and for each by its own Accept-Language', async () => {
    const context = { registration: randomUUID() };
    const verb = { id: 'https://example.org/v', display };
    await stored(aStatement({ verb, object, context }), aStatement({ verb, object, context }));
    const search = async (format: string, languages: readonly string[]) => {
      const [first, second] = languages.map((language) => ({ headers: { 'Accept-Language': language } }));
      const page = await client.get({ ...context, limit: '1', format }, first);
      const next = await client.send('GET', { ...second, path: moreOf(page) });
      return [page, next].flatMap(statementsOf).map((statement) => statement['verb']);
    };
    expect(await search('canonical', ['de', 'en'])).toEqual([
      { ...verb, display: { de: display.de } },
      { ...verb, display: { en: display.en } },
    ]);
    expect(await search('ids', ['de', 'de'])).toEqual([{ id: verb.id }, { id: verb.id }]);
    expect(await search('exact', ['de', 'de'])).toEqual([verb, verb]);
  });

  it('gives times in UTC to a reader of 2.0, as sent to one of 1.0', async () => {
    const timestamp = '2026-07-20T09:30:00.5+02:00';
    const statement = aStatement({ timestamp });
    await stored(statement);
    const modern = new XapiClient(product, await product.key({ scopes: ['read'] }), '2.0.0');
    const [one, two] = [
      await client.get({ statementId: statement.id }),
      await modern.get({ statementId: statement.id }),
    ];
    expect(one.json).toMatchObject({ timestamp });
    expect(two.json).toMatchObject({ timestamp: '2026-07-20T07:30:00.5Z' });
  });
});
