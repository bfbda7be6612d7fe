import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestProduct } from '#test/support/product';
import { z } from 'zod';

const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string().min(1),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  responses: z.record(z.string(), z.looseObject({ description: z.string().min(1) })),
});
const openApi = z.looseObject({
  openapi: z.string().startsWith('3.'),
  tags: z.array(z.object({ name: z.string(), description: z.string().min(1) })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

let product: TestProduct;
let document: z.infer<typeof openApi>;
beforeAll(async () => {
  product = await startProduct();
  document = openApi.parse(await (await fetch(`${product.url}/openapi.json`)).json());
});
afterAll(async () => {
  await product.stop();
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, found]) => ({ path, method, ...found })),
  );

describe('the OpenAPI document', () => {
  it('tells of every operation its tag, its errors and whether it needs a key', () => {
    const tags = new Set(document.tags.map(({ name }) => name));
    for (const { path, method, responses, tags: own } of operations()) {
      expect([path, method, own.every((tag) => tags.has(tag))]).toEqual([path, method, true]);
      expect([path, method, Object.keys(responses)]).toEqual([
        path,
        method,
        expect.arrayContaining(['default']),
      ]);
      expect(JSON.stringify(responses['default'])).toContain('application/problem+json');
    }
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is true about keys: what it calls open answers without one, the rest does not', async () => {
    for (const { path, method, security } of operations()) {
      const url = `${product.url}${path.replaceAll(/\{[^}]+\}/g, 'x')}`;
      const { status } = await fetch(url, { method: method.toUpperCase(), redirect: 'manual' });
      const refused = status === 401 || (status >= 300 && status < 400);
      expect([method, path, refused]).toEqual([method, path, security.length > 0]);
    }
  });

  it('refers to nothing that is not there', () => {
    const schemas = z.looseObject({
      components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
    });
    const there = Object.keys(schemas.parse(document).components.schemas);
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref);
    expect(refs.length).toBeGreaterThan(0);
    for (const ref of new Set(refs))
      expect(there.map((name) => `#/components/schemas/${name}`)).toContain(ref);
  });
});
