import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';

const MEBIBYTE = 1024 * 1024;
/** JSON of about so many MiB, of strings that are taken. */
const batchOf = (mebibytes: number) => JSON.stringify(Array(mebibytes).fill('x'.repeat(MEBIBYTE - 16)));
/** A program file of exactly so many MiB that says nothing. */
const commentOf = (mebibytes: number) => `# ${'x'.repeat(mebibytes * MEBIBYTE - 2)}`;

describe.each([1, 16, 24])('The largest body under PLUMBLINE_MAX_BODY=%i', (limit) => {
  let product: TestProduct;
  let key: TestKey;
  beforeAll(async () => {
    product = await startProduct({ environment: { PLUMBLINE_MAX_BODY: String(limit) } });
    key = await product.key({ scopes: ['admin'] });
  });
  afterAll(() => product.stop());

  const send = (method: string, path: string, type: string, body: string) =>
    fetch(`${product.url}${path}`, {
      method,
      headers: {
        authorization: key.authorization,
        'x-experience-api-version': '1.0.3',
        'content-type': type,
      },
      body,
    });

  it.each([
    ['POST', '/xapi/statements', 'application/json', batchOf, 400],
    ['POST', '/v1/events', 'application/cloudevents-batch+json', batchOf, 422],
    ['PUT', '/v1/programs/p', 'application/yaml', commentOf, 400],
  ] as const)('is that of %s %s as %s', async (method, path, type, bodyOf, status) => {
    expect((await send(method, path, type, bodyOf(limit))).status).toBe(status);
    const larger = await send(method, path, type, bodyOf(limit + 1));
    expect([larger.status, await larger.json()]).toMatchObject([
      413,
      { detail: expect.stringContaining(String(limit * MEBIBYTE)) },
    ]);
  });

  it('is told by /xapi/about', async () => {
    expect(await (await fetch(`${product.url}/xapi/about`)).json()).toMatchObject({
      extensions: { 'urn:plumbline:xapi:limits': { bodyBytes: limit * MEBIBYTE } },
    });
  });
});
