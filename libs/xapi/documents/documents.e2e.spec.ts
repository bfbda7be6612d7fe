import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aDocument, type DocumentResource, KNOWN_NEW, RESOURCES, tagOf } from '#test/support/documents';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { XapiClient } from '#test/support/xapi-client';
import { createHash, randomBytes } from 'node:crypto';

let product: TestProduct;
let content: TestKey;
beforeAll(async () => {
  product = await startProduct();
  content = await product.key({ scopes: ['ingest'] });
});
afterAll(() => product.stop());

const document = (resource: DocumentResource, version?: string) =>
  aDocument(product, content, resource, version);

describe.each(RESOURCES)('documents of %s', (_name, resource) => {
  it.each(['1.0.3', '2.0.0'])(
    'come back as they were sent, with type, SHA-1 and time, in %s',
    async (version) => {
      const { send } = document(resource, version);
      const bytes = randomBytes(3000);
      const headers = { 'Content-Type': 'application/x-scorm-suspend; v=1' };
      expect((await send('PUT', bytes, { ...headers, ...KNOWN_NEW })).status).toBe(204);
      const { path, id, context } = resource;
      const listed = await new XapiClient(product, content).send('GET', { path, parameters: context });
      expect(listed.json).toEqual(expect.arrayContaining([expect.any(String)]));
      const found = await send('GET');
      expect(found.status).toBe(200);
      expect(found.headers.get('content-type')).toBe(headers['Content-Type']);
      expect(tagOf(found)).toBe(`"${createHash('sha1').update(bytes).digest('hex')}"`);
      expect(Date.parse(found.headers.get('last-modified') ?? '')).toBeLessThanOrEqual(Date.now());
      const query = new URLSearchParams({ ...document(resource).parameters, [id]: 'none' });
      const none = await fetch(`${product.url}${path}?${query}`, {
        headers: { authorization: content.authorization, 'X-Experience-API-Version': '1.0.3' },
      });
      expect([none.status, none.headers.get('content-type')]).toEqual([
        404,
        expect.stringContaining('problem+json'),
      ]);
    },
  );

  it('keep every byte, JSON too', async () => {
    const { send, client, parameters } = document(resource);
    const text = '{ "b":1.50,\n"a":9007199254740993 }';
    await send('PUT', text, KNOWN_NEW);
    const found = await client.send('GET', { path: resource.path, parameters });
    expect(found.text).toBe(text);
    const head = await client.send('HEAD', { path: resource.path, parameters });
    expect([head.status, tagOf(head), head.text]).toEqual([200, tagOf(found), '']);
    await send('PUT', { c: 1 }, { 'If-Match': tagOf(found) });
    expect((await send('GET')).text).toBe('{"c":1}');
  });

  it('are not kept without a Content-Type, which would be given back', async () => {
    const { send } = document(resource);
    for (const method of ['PUT', 'POST']) {
      const { status, json } = await send(method, randomBytes(9), { ...KNOWN_NEW, 'Content-Type': null });
      expect([status, json]).toMatchObject([400, { errors: [{ pointer: 'Content-Type' }] }]);
    }
    expect((await send('GET')).status).toBe(404);
  });

  it('are given as bytes where they were stored by a type that no header can give back', async () => {
    const types = ['text/plain; x="\u20ac"', 'text/plain\r\nX-Evil: 1', 'text/plain\u0000', '\u007f'];
    for (const type of types) {
      const { send, parameters } = document(resource);
      const bytes = randomBytes(3000).toString('hex');
      await send('PUT', bytes, { 'Content-Type': 'text/plain', ...KNOWN_NEW });
      // The row as it was written when such types were taken.
      await product.clickhouse.command(
        'test.type-of-document',
        `INSERT INTO documents SELECT * REPLACE (unhex('${Buffer.from(type).toString('hex')}') AS content_type, updated_at + 1 AS updated_at)
          FROM documents WHERE id = '${parameters[resource.id]}'`,
      );
      const found = await send('GET');
      expect([type, found.status, found.headers.get('content-type'), found.text]).toEqual([
        type,
        200,
        'application/octet-stream',
        bytes,
      ]);
      expect(found.headers.get('x-evil')).toBeNull();
      expect((await send('POST', { a: 1 })).status).toBe(400);
      expect((await send('PUT', { a: 1 }, { 'If-Match': tagOf(found) })).status).toBe(204);
      expect((await send('GET')).headers.get('content-type')).toBe('application/json');
    }
  });

  it('are gone when they were deleted, and can come again', async () => {
    const { send } = document(resource);
    await send('PUT', { a: 1 }, KNOWN_NEW);
    const typed = { 'Content-Type': 'application/json' };
    expect((await send('DELETE', undefined, typed)).status).toBe(204);
    expect((await send('GET')).status).toBe(404);
    expect((await send('DELETE')).status).toBe(204);
    await send('POST', { b: 2 });
    expect((await send('GET')).json).toEqual({ b: 2 });
  });

  it('are merged by POST one level deep, and only JSON objects are', async () => {
    const { send } = document(resource);
    expect((await send('POST', { a: { x: 1 }, b: 1 })).status).toBe(204);
    const typed = { 'Content-Type': 'application/json; charset=utf-8' };
    expect((await send('POST', { a: { y: 2 }, c: 9 }, typed)).status).toBe(204);
    expect((await send('GET')).json).toEqual({ a: { y: 2 }, b: 1, c: 9 });
    for (const [body, type] of [
      ['text', 'text/plain'],
      ['[1]', 'application/json'],
      ['{"a":', 'application/json'],
    ] as const) {
      const refused = await send('POST', body, { 'Content-Type': type });
      expect([body, refused.status]).toEqual([body, 400]);
    }
    expect((await send('GET')).json).toEqual({ a: { y: 2 }, b: 1, c: 9 });
    const { send: other } = document(resource);
    for (const body of ['[1]', '{"a":'])
      expect([body, (await other('POST', body)).status]).toEqual([body, 400]);
    expect((await other('GET')).status).toBe(404);
    // What a document is called counts, not what it looks like.
    for (const text of ['text', '{"a":1}']) {
      const { send: plain } = document(resource);
      await plain('POST', text, { 'Content-Type': 'text/plain' });
      const { status, json } = await plain('POST', { b: 2 });
      expect([text, status, json]).toMatchObject([text, 400, { errors: [{ pointer: 'Content-Type' }] }]);
      const found = await plain('GET');
      expect([found.text, found.headers.get('content-type')]).toEqual([text, 'text/plain']);
    }
  });

  it('lose no member of 24 merges at once', async () => {
    const { send } = document(resource);
    const members = Array.from({ length: 24 }, (_, index) => ({ [`m${index}`]: index }));
    await Promise.all(members.map((member) => send('POST', member)));
    expect((await send('GET')).json).toEqual(Object.assign({}, ...members));
  });
});
