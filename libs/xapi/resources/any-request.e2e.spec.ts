import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parameterTexts, statementTexts } from '#test/support/arbitrary-json-text';
import { comparable, record, timed } from '#test/support/comparable-statement';
import { startProduct, type TestProduct } from '#test/support/product';
import { type XapiAnswer, XapiClient } from '#test/support/xapi-client';
import * as fc from 'fast-check';

let product: TestProduct;
const clients = new Map<string, XapiClient>();

beforeAll(async () => {
  product = await startProduct();
  const key = await product.key({ scopes: ['ingest', 'read'] });
  for (const version of ['1.0', '2.0']) clients.set(version, new XapiClient(product, key, version));
});
afterAll(() => product.stop());

const clientOf = (version: string): XapiClient => {
  const found = clients.get(version);
  if (!found) throw new Error(`No client for ${version}.`);
  return found;
};

/** Sent at the same time, so that a run is not one wait for the disk after the other. */
const several = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(arbitrary, { minLength: 8, maxLength: 8, size: 'max' });

/** 2xx, or a refusal that says where and why. */
function expectAnswered({ status, headers, json, text }: XapiAnswer, sent: unknown): boolean {
  if (status >= 200 && status < 300) return true;
  if (status < 400 || status >= 500) throw new Error(`${status} ${text}\nto ${JSON.stringify(sent)}`);
  expect(headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
  expect(json).toMatchObject({ status, detail: expect.stringMatching(/\S/) });
  return false;
}

describe.each(['1.0', '2.0'] as const)('Any text that resembles a statement under %s', (version) => {
  it('is stored and read back equal, or refused with a reason', async () => {
    let stored = 0;
    await fc.assert(
      fc.asyncProperty(several(statementTexts(version)), async (texts) => {
        const outcomes = await Promise.all(texts.map(storedOrRefused));
        stored += outcomes.filter(Boolean).length;
      }),
      { numRuns: 50, endOnFailure: true },
    );
    expect(stored).toBeGreaterThan(20);
  });

  async function storedOrRefused(text: string): Promise<boolean> {
    const client = clientOf(version);
    const answer = await client.post(text);
    if (!expectAnswered(answer, text)) return false;
    const [id = 'none'] = Array.isArray(answer.json) ? answer.json.map(String) : [];
    const shown = await client.get({ statementId: id });
    const { json } = shown.status === 404 ? await client.get({ voidedStatementId: id }) : shown;
    const back = record(json);
    const sent = record(JSON.parse(text.replace(/^\ufeff/, '')));
    expect(comparable(back, version)).toEqual(timed(comparable(sent, version), back, version));
    return true;
  }
});

/** Every parameter that a resource of `/xapi` knows, and two that none does. */
const NAMES = [
  'statementId', 'voidedStatementId', 'agent', 'verb', 'activity', 'registration', 'related_activities', 'related_agents', 'since',
  'until', 'limit', 'format', 'attachments', 'ascending', 'more', 'activityId', 'stateId', 'profileId', 'method', '__proto__',
]; // prettier-ignore
const parameters = fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES), parameterTexts), {
  selector: ([name]) => name,
  maxLength: 3,
});

const ACTIVITY = ['activityId', 'https://lms.example.org/course'] as const;
const AGENT = ['agent', '{"mbox":"mailto:ada@example.org"}'] as const;
const PROFILE = ['profileId', 'preferences'] as const;
const RESOURCES = [
  { path: '/xapi/activities', own: [ACTIVITY] },
  { path: '/xapi/activities/state', own: [ACTIVITY, AGENT, ['stateId', 'bookmark']] },
  { path: '/xapi/activities/profile', own: [ACTIVITY, PROFILE] },
  { path: '/xapi/agents', own: [AGENT] },
  { path: '/xapi/agents/profile', own: [AGENT, PROFILE] },
] as const;

/** A request to a resource that is right but for a parameter or two. */
const requests = fc.record({
  version: fc.constantFrom('1.0', '2.0'),
  method: fc.constantFrom('GET', 'GET', 'HEAD', 'PUT', 'PUT', 'POST', 'DELETE'),
  resource: fc.constantFrom(...RESOURCES),
  left: fc.nat({ max: 8 }),
  changed: fc.oneof(fc.constant([]), parameters),
  headers: fc.dictionary(
    fc.constantFrom(
      'If-Match',
      'If-None-Match',
      'Content-Type',
      'Accept-Language',
      'Accept',
      'Content-Encoding',
    ),
    fc.constantFrom(
      '*', '*', '"x"', 'W/"x"', '""', '"', ',', 'application/json', 'text/plain; charset=utf-16', 'a/b', 'multipart/mixed', '/', 'gzip',
      'en;q=2', 'de-CH, fr;q=0.9, *;q=0', ';;', 'x'.repeat(300), 'application/json; charset=utf-8; a="b',
    ), // prettier-ignore
    { maxKeys: 2 },
  ),
  body: fc.oneof(
    fc.constantFrom('{}', '{"a":1}', '[]', '', 'null', '{"a":1,"a":2}', '{"x":"\\ud800"}'),
    parameterTexts,
  ),
});
type AnyRequest = typeof requests extends fc.Arbitrary<infer T> ? T : never;

describe('Any request', () => {
  it('to a resource is answered, and never fails', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(several(requests), async (sent) => {
        const outcomes = await Promise.all(sent.map(answered));
        taken += outcomes.filter(Boolean).length;
      }),
      { numRuns: 60, endOnFailure: true },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it('for statements is answered, and never fails', async () => {
    let taken = 0;
    const asked = fc.tuple(fc.constantFrom('1.0', '2.0'), parameters);
    await fc.assert(
      fc.asyncProperty(several(asked), async (sent) => {
        const outcomes = await Promise.all(
          sent.map(async ([version, own]) => {
            const answer = await clientOf(version).get(Object.fromEntries(own));
            return expectAnswered(answer, own);
          }),
        );
        taken += outcomes.filter(Boolean).length;
      }),
      { numRuns: 50, endOnFailure: true },
    );
    expect(taken).toBeGreaterThan(20);
  });

  async function answered(sent: AnyRequest): Promise<boolean> {
    const { version, method, resource, left, changed, headers, body } = sent;
    const own = resource.own.filter((_, index) => index !== left);
    const hasBody = method === 'PUT' || method === 'POST';
    const answer = await clientOf(version).send(method, {
      path: resource.path,
      parameters: Object.fromEntries([...own, ...changed]),
      headers,
      ...(hasBody ? { body } : {}),
    });
    if (method !== 'HEAD') return expectAnswered(answer, sent);
    if (answer.status >= 500) throw new Error(`${answer.status} to ${JSON.stringify(sent)}`);
    return answer.status < 300;
  }
});
