import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MULTIPART } from '#test/support/multipart';
import { startProduct, type TestProduct } from '#test/support/product';
import { aStatement } from '#test/support/statements';
import { type XapiRequest, XapiClient } from '#test/support/xapi-client';

let product: TestProduct;
let client: XapiClient;
beforeAll(async () => {
  product = await startProduct();
  client = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'] }));
});
afterAll(() => product.stop());

const STATE = '/xapi/activities/state';
const about =
  'activityId=https%3A%2F%2Flms.example.org%2Fc&agent=%7B%22mbox%22%3A%22mailto%3Aada%40example.org%22%7D';

interface Told {
  readonly status: number;
  readonly pointer: string;
  readonly reason: RegExp;
}

describe('What is wrong is told so that a stranger can mend it:', () => {
  const cases: readonly [string, string, XapiRequest, Told][] = [
    [
      'a parameter that is missing',
      'GET',
      { path: '/xapi/activities' },
      { status: 400, pointer: 'activityId', reason: /is required/ },
    ],
    [
      'an id that is missing',
      'DELETE',
      { path: '/xapi/activities/profile?activityId=https%3A%2F%2Fa.example' },
      { status: 400, pointer: 'profileId', reason: /is required/ },
    ],
    [
      'a parameter of bytes that are no text, which would be kept as another one',
      'PUT',
      { path: `${STATE}?${about}&stateId=%ED%A0%80`, body: {} },
      { status: 400, pointer: 'stateId', reason: /percent-encoding of UTF-8/ },
    ],
    [
      'a percent sign that stands for itself',
      'GET',
      { path: `${STATE}?${about}&stateId=100%` },
      { status: 400, pointer: 'stateId', reason: /itself %25/ },
    ],
    [
      'an offset whose plus became a space',
      'GET',
      { path: '/xapi/statements?since=2026-07-06T08:00:00+02:00' },
      { status: 400, pointer: 'since', reason: /%2B/ },
    ],
    [
      'an agent that is no JSON',
      'GET',
      { path: '/xapi/agents?agent=ada' },
      { status: 400, pointer: 'agent', reason: /^Must be an Agent as JSON\. A value is expected/ },
    ],
    [
      'a Content-Type that is none',
      'PUT',
      { path: `${STATE}?${about}&stateId=x`, body: 'x', headers: { 'Content-Type': ';;;' } },
      { status: 415, pointer: 'Content-Type', reason: /type\/subtype/ },
    ],
    [
      'a multipart body that is not packed as it is said to be',
      'POST',
      { body: 'not gzip at all', headers: { ...MULTIPART, 'Content-Encoding': 'gzip' } },
      { status: 400, pointer: 'Content-Encoding', reason: /cannot be unpacked as gzip/ },
    ],
  ];

  it.each(cases)('%s', async (_what, method, request, { status, pointer, reason }) => {
    const answer = await client.send(method, request);
    expect([answer.status, answer.json]).toMatchObject([
      status,
      { status, errors: [{ pointer, reason: expect.stringMatching(reason) }] },
    ]);
  });

  it('a URL that is too long', async () => {
    const answer = await client.get({ agent: 'x'.repeat(40_000) });
    expect([answer.status, answer.json]).toMatchObject([
      431,
      { detail: expect.stringMatching(/16 KiB.*Shorten/) },
    ]);
  });

  it('and what was meant is taken: an encoded plus, an encoded percent sign, a space as +', async () => {
    await client.post(aStatement());
    const since = await client.send('GET', { path: '/xapi/statements?since=2020-07-06T08:00:00%2B02:00' });
    expect(since.status).toBe(200);
    const parameters = { path: `${STATE}?${about}&stateId=100%25+sure` };
    expect((await client.send('PUT', { ...parameters, body: { a: 1 } })).status).toBe(204);
    expect((await client.send('GET', { path: `${STATE}?${about}` })).json).toEqual(['100% sure']);
  });
});
