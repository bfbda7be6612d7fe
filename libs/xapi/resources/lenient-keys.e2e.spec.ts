import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestProduct } from '#test/support/product';
import { aStatement } from '#test/support/statements';
import { XapiClient } from '#test/support/xapi-client';

let product: TestProduct;
let lenient: XapiClient;
let strict: XapiClient;
let authorization: string;
beforeAll(async () => {
  product = await startProduct();
  const key = await product.key({ scopes: ['ingest', 'read'], lenient: true });
  ({ authorization } = key);
  lenient = new XapiClient(product, key);
  strict = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'] }));
});
afterAll(() => product.stop());

const page = {
  objectType: 'page',
  id: 'https://lms.example.org/page/1',
  definition: { name: { en: 'Page' } },
};
const bare = { id: randomUUID() };
const inContext = { contextActivities: { grouping: [{ id: randomUUID() }] } };

describe('A lenient key', () => {
  it.each([
    ['an object of a type of its own', { object: page }],
    ['an activity by a bare UUID', { object: bare }],
    ['a context activity by one', { context: inContext }],
    ['both', { object: { ...page, id: randomUUID() } }],
  ])('sends %s, which comes back as it was sent; another key may not', async (_, change) => {
    const statement = aStatement(change);
    expect((await strict.post(statement)).status).toBe(400);
    expect((await lenient.post([aStatement(), statement])).status).toBe(200);
    const { json } = await lenient.get({ statementId: statement.id });
    expect(json).toMatchObject(statement);
    expect((await lenient.post(statement)).status).toBe(200);
    expect((await lenient.post({ ...statement, result: { success: false } })).status).toBe(409);
  });

  it.each([
    ['an id that is neither IRI nor UUID', { object: { id: 'course-1' } }, '/object/id'],
    ['a type that is no text', { object: { ...page, objectType: 7 } }, '/object/objectType'],
    ['null', { object: { ...page, definition: null } }, '/object/definition'],
    ['an object of its own type without an id', { object: { objectType: 'page' } }, '/object/id'],
    ['more than an Activity has', { object: { ...page, extra: 1 } }, '/object/extra'],
    ['a verb by a bare UUID', { verb: { id: randomUUID() } }, '/verb/id'],
    [
      'a definition by one',
      { object: { ...page, definition: { type: randomUUID() } } },
      '/object/definition/type',
    ],
  ])('sends nothing else that is wrong: %s', async (_, change, pointer) => {
    const answer = await lenient.post(aStatement(change));
    expect([answer.status, answer.json]).toMatchObject([400, { errors: [{ pointer }] }]);
  });

  it('shows each kind as a finding, with how many and the latest, to its tenant alone', async () => {
    const last = aStatement({ object: bare });
    await lenient.post(last);
    const findings = async (header: string) => {
      const answer = await fetch(`${product.url}/v1/findings`, { headers: { authorization: header } });
      return (await answer.json()) as { findings: unknown[] };
    };
    expect((await findings(authorization)).findings).toEqual([
      {
        kind: 'activity-id-bare-uuid',
        part: 'deviation',
        program: null,
        kpi: null,
        count: 4,
        example: expect.objectContaining({ id: last.id }),
      },
      expect.objectContaining({ kind: 'object-type-of-its-own', count: 2 }),
    ]);
    const stranger = await product.key({ scopes: ['read'], tenant: 'strangers' });
    expect((await findings(stranger.authorization)).findings).toEqual([]);
  });
});
