import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestProduct } from '#test/support/product';
import { idsFound, moreOf, statementsOf, storeAll } from '#test/support/statement-answers';
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

describe('Pages', () => {
  it.each(['true', 'false'])(
    'join to the whole without gap or repetition (ascending=%s)',
    async (ascending) => {
      const registration = randomUUID();
      const ids = await stored(...Array.from({ length: 7 }, () => aStatement({ context: { registration } })));
      let page = await client.get({ registration, limit: '3', ascending });
      const [late] = await stored(aStatement({ context: { registration } }));
      const seen = [statementsOf(page)];
      while (moreOf(page) !== '') {
        expect(moreOf(page)).toMatch(/^\/xapi\/statements\?more=[\w-]+$/);
        page = await client.send('GET', { path: moreOf(page) });
        seen.push(statementsOf(page));
      }
      expect(seen.map(({ length }) => length)).toEqual([3, 3, 1]);
      expect(seen.flat().map(({ id }) => id)).toEqual(ascending === 'true' ? ids : ids.toReversed());
      expect(await idsFound(client, { registration })).toContain(late);
    },
  );

  it('hold 500 statements when no smaller limit is asked', async () => {
    await stored(...Array.from({ length: 501 }, () => aStatement()));
    const pages = [
      await client.get(),
      await client.get({ limit: '0' }),
      await client.get({ limit: '100000' }),
    ];
    expect(pages.map((page) => statementsOf(page).length)).toEqual([500, 500, 500]);
  });

  it('are refused for a link that was not given', async () => {
    const answers = [await client.get({ more: 'e30' }), await client.get({ more: 'x', limit: '1' })];
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
  });

  it('never reach beyond what is consistent: a link that claims it is refused', async () => {
    const ahead = '2299-01-01T00:00:00.000000Z';
    const cursor = { parameters: { limit: '1' }, after: { stored: ahead, id: '' }, through: ahead };
    const { status, json } = await client.get({
      more: Buffer.from(JSON.stringify(cursor)).toString('base64url'),
    });
    expect([status, json]).toMatchObject([
      400,
      { errors: [{ pointer: 'more', reason: expect.stringContaining(ahead) }] },
    ]);
  });
});
