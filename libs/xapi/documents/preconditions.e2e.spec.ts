import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aDocument, type DocumentResource, KNOWN_NEW, RESOURCES, tagOf } from '#test/support/documents';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';

let product: TestProduct;
let content: TestKey;
beforeAll(async () => {
  product = await startProduct();
  content = await product.key({ scopes: ['ingest'] });
});
afterAll(() => product.stop());

const document = (resource: DocumentResource, version?: string) =>
  aDocument(product, content, resource, version);

describe.each(RESOURCES)('documents of %s', (name, resource) => {
  it.each(['1.0.3', '2.0.0'])('take If-Match and If-None-Match for what they say, in %s', async (version) => {
    const { send } = document(resource, version);
    const unasked = await document(resource, version).send('PUT', { v: 1 });
    const mustAsk = name !== 'state' && version === '1.0.3';
    expect([unasked.status, unasked.json]).toMatchObject(
      mustAsk ? [400, { errors: [{ pointer: 'If-None-Match' }] }] : [204, null],
    );
    expect((await send('PUT', { v: 1 }, { 'If-Match': '*' })).status).toBe(412);
    expect((await send('PUT', { v: 1 }, KNOWN_NEW)).status).toBe(204);
    expect((await send('PUT', { v: 2 }, KNOWN_NEW)).status).toBe(412);
    const bare = await send('PUT', { v: 2 });
    const isFree = name === 'state' && version === '1.0.3';
    expect(bare.status).toBe(isFree ? 204 : 409);
    const tag = tagOf(await send('GET'));
    expect((await send('PUT', { v: 3 }, { 'If-None-Match': `"0123", ${tag}` })).status).toBe(412);
    for (const method of ['PUT', 'POST', 'DELETE']) {
      const body = method === 'DELETE' ? undefined : { v: 3 };
      const refused = await send(method, body, { 'If-Match': '"0123"' });
      expect([method, refused.status]).toEqual([method, 412]);
      expect(refused.json).toMatchObject({
        errors: [{ pointer: 'If-Match', reason: expect.stringContaining(tag) }],
      });
    }
    expect((await send('GET')).json).toEqual({ v: isFree ? 2 : 1 });
    expect((await send('PUT', { v: 4 }, { 'If-Match': tag })).status).toBe(204);
    expect((await send('DELETE', undefined, { 'If-Match': tagOf(await send('GET')) })).status).toBe(204);
  });

  it('take the tag without quotes, in capitals and as a proxy weakens it too', async () => {
    const { send } = document(resource);
    await send('PUT', { v: 1 }, KNOWN_NEW);
    const tag = tagOf(await send('GET'));
    const bare = tag.replaceAll('"', '');
    const put = async (headers: Record<string, string>) => (await send('PUT', { v: 1 }, headers)).status;
    for (const match of [bare, bare.toUpperCase(), `"${bare.toUpperCase()}"`, `"0123", ${tag}`, `W/${tag}`])
      expect([match, await put({ 'If-Match': match }), await put({ 'If-None-Match': match })]).toEqual([
        match,
        204,
        412,
      ]);
    for (const header of ['If-Match', 'If-None-Match']) {
      const { status, json } = await send('DELETE', undefined, { [header]: '"0123' });
      expect([status, json]).toMatchObject([400, { errors: [{ pointer: header }] }]);
    }
    expect((await send('GET')).status).toBe(200);
  });

  it('lose no update of 12 writers that read, add and write what they read', async () => {
    const { send } = document(resource);
    await send('PUT', { sum: 0 }, KNOWN_NEW);
    const add = async (): Promise<number> => {
      for (let tries = 1; ; tries += 1) {
        const found = await send('GET');
        const { sum } = JSON.parse(found.text) as { sum: number };
        const { status } = await send('PUT', { sum: sum + 1 }, { 'If-Match': tagOf(found) });
        if (status === 204) return tries;
        expect(status).toBe(412);
      }
    };
    await Promise.all(Array.from({ length: 12 }, add));
    expect((await send('GET')).json).toEqual({ sum: 12 });
  });
});
