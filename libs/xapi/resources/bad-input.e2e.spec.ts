import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startProduct, type TestProduct } from '../../../test/support/product.ts';
import { aStatement } from '../../../test/support/statements.ts';
import { storedStatements, type XapiRequest, XapiClient } from '../../../test/support/xapi-client.ts';

let product: TestProduct;
let client: XapiClient;
let before: number;

beforeAll(async () => {
  product = await startProduct();
  client = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'] }));
});

afterAll(async () => {
  await product.stop();
});

beforeEach(async () => {
  before = await storedStatements(product);
});

afterEach(expectNothingStored);

async function expectNothingStored(): Promise<void> {
  expect(await storedStatements(product)).toBe(before);
}

/** The JSON text of a batch whose last statement has these parts; `parts` is text, so that it can hold what no object can. */
function batchWith(parts: string): string {
  return `[${JSON.stringify(aStatement())},${JSON.stringify(aStatement()).slice(0, -1)},${parts}}]`;
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const extension = (json: string) => `"result":{"extensions":{"https://example.org/x":${json}}}`;
const latin1 = Buffer.from(batchWith('"result":{"response":"\u00e9"}'), 'latin1');

describe('A body', () => {
  it.each([
    ['is empty', '', 400],
    ['is no JSON', 'hello', 400],
    ['ends early', batchWith('').slice(0, -3), 400],
    ['is null', 'null', 400],
    ['is a string', '"x"', 400],
    ['is an array of arrays', '[[]]', 400],
    ['is nested deeper than the limit', batchWith(extension(nested(120))), 413],
    ['is nested a million levels deep', nested(1_000_000), 413],
    ['is larger than the limit', batchWith(extension(`"${'x'.repeat(17 * 1024 * 1024)}"`)), 413],
    ['is larger than any limit', Buffer.alloc(40 * 1024 * 1024, 0x20), 413],
    ['holds a string beyond the limit', batchWith(extension(`"${'x'.repeat(1024 * 1024 + 1)}"`)), 413],
    ['is not UTF-8', latin1, 400],
    ['is UTF-16', Buffer.from(batchWith(extension('1')), 'utf16le'), 400],
    ['holds a bare NUL', batchWith(extension('"\u0000"')), 400],
    ['begins with NUL bytes', `\u0000\u0000${batchWith(extension('1'))}`, 400],
    ['holds half a surrogate pair', batchWith(extension(String.raw`"\ud800"`)), 400],
    ['holds __proto__', batchWith('"__proto__":{"polluted":true}'), 400],
    ['holds __proto__ inside extensions', batchWith(extension('{"__proto__":{"polluted":true}}')), 400],
    ['holds constructor.prototype', batchWith(extension('{"constructor":{"prototype":{}}}')), 400],
    ['has a property twice', batchWith('"verb":{"id":"https://example.org/v"}'), 400],
    ['holds a number beyond a double', batchWith(extension('1e400')), 400],
    ['has an unknown property', batchWith('"surprise":1'), 400],
    ['has null outside extensions', batchWith('"result":null'), 400],
  ])('that %s is refused', async (_what, body, status) => {
    const answer = await client.post(body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    expect(answer.json).toMatchObject({ status, detail: expect.stringMatching(/\S/) });
    expect(Reflect.get(Object.prototype, 'polluted')).toBeUndefined();
  });

  it.each([
    ['text/plain', 400],
    ['application/x-www-form-urlencoded', 400],
    ['application/cloudevents+json', 400],
    ['application/octet-stream', 400],
    ['multipart/form-data; boundary=x', 400],
    ['multipart/mixed; boundary=x', 400],
    ['multipart/mixed', 400],
    ['application/json/x', 415],
    ['/', 415],
    [';;;', 415],
  ])('of the type %s is refused', async (type, status) => {
    const answer = await client.post(JSON.stringify(aStatement()), { headers: { 'Content-Type': type } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
  });

  it('without a type is refused', async () => {
    const answer = await client.post(new TextEncoder().encode(JSON.stringify(aStatement())), {
      headers: { 'Content-Type': null },
    });
    expect([answer.status, answer.json]).toMatchObject([400, { errors: [{ pointer: 'Content-Type' }] }]);
  });

  it.each([
    ['Content-Encoding', 'deflate'],
    ['Content-Type', 'application/json; charset=iso-8859-1'],
  ])('with the %s %s is refused, whatever it holds', async (name, value) => {
    for (const body of [aStatement(), 'not gzip at all']) {
      const answer = await client.post(body, { headers: { [name]: value } });
      expect([answer.status, answer.json]).toMatchObject([415, { errors: [{ pointer: name }] }]);
    }
  });
});

describe('A date', () => {
  it.each([
    '0000-01-01T00:00:00Z',
    '1899-12-31T23:59:59Z',
    '2300-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '+275760-09-13T00:00:00Z',
    '-000001-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-07-20T25:00:00Z',
    '2026-07-20T09:30:00-00:00',
    'yesterday',
    '',
  ])('of %p is refused in a statement and as since, with the reason', async (timestamp) => {
    const posted = await client.post([aStatement(), aStatement({ timestamp })]);
    expect([posted.status, posted.json]).toMatchObject([
      400,
      {
        errors: [
          { pointer: '/1/timestamp', rule: 'timestamp-form', reason: expect.stringContaining('1900') },
        ],
      },
    ]);
    const read = await client.get({ since: timestamp });
    expect([read.status, read.json]).toMatchObject([400, { errors: [{ pointer: 'since' }] }]);
  });
});

describe('A timestamp in the future', () => {
  const HOUR = 60 * 60 * 1000;
  const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

  it('is taken: the standard lets no server refuse it', async () => {
    const { actor, verb, object } = aStatement();
    const planned = { objectType: 'SubStatement', actor, verb, object, timestamp: inHours(24 * 366) };
    const statements = [
      aStatement({ timestamp: inHours(0.1) }),
      aStatement({ timestamp: inHours(24 * 366 * 200) }),
      aStatement({ object: planned }),
    ];
    expect((await client.post(statements)).status).toBe(200);
    before += statements.length;
  });
});

describe('Parameters', () => {
  const id = randomUUID();
  const agent = JSON.stringify({ mbox: 'mailto:ada@example.org' });

  it.each([
    ['unknown', { nothing: '1' }, 'nothing'],
    ['wrongly cased', { statementID: id }, 'statementID'],
    ['a statementId that is no UUID', { statementId: 'x' }, 'statementId'],
    ['both ids', { statementId: id, voidedStatementId: id }, 'voidedStatementId'],
    ['a filter beside statementId', { statementId: id, verb: 'https://example.org/v' }, 'verb'],
    ['a limit beside voidedStatementId', { voidedStatementId: id, limit: '1' }, 'limit'],
    ['an agent that is no JSON', { agent: 'ada' }, 'agent'],
    ['an agent that is no object', { agent: '[]' }, 'agent'],
    ['an agent without identifier', { agent: '{}' }, 'agent'],
    ['an agent nested too deep', { agent: nested(200) }, 'agent'],
    ['an agent with NUL in its name', { agent: agent.replace('ada', 'a\u0000da') }, 'agent'],
    ['a verb that is no IRI', { verb: 'completed' }, 'verb'],
    ['an activity that is no IRI', { activity: "x' OR 1=1 --" }, 'activity'],
    ['a registration that is no UUID', { registration: '1' }, 'registration'],
    ['a negative limit', { limit: '-1' }, 'limit'],
    ['a limit that is no number', { limit: 'NaN' }, 'limit'],
    ['an enormous limit', { limit: '1e99' }, 'limit'],
    ['ascending that is no boolean', { ascending: 'yes' }, 'ascending'],
    ['a format there is not', { format: 'full' }, 'format'],
  ])('are refused: %s', async (_what, parameters, pointer) => {
    const answer = await client.get(parameters);
    expect(answer.status).toBe(400);
    const errors: unknown = Reflect.get(Object(answer.json), 'errors');
    expect(errors).toContainEqual(expect.objectContaining({ pointer: expect.stringMatching(`^${pointer}`) }));
  });

  it.each([
    ['?limit=1&limit=2', 'GET'],
    ['?__proto__=1', 'GET'],
    ['?nothing=1', 'POST'],
    [`?statementId=${id}`, 'POST'],
    [`?statementId=${id}&statementId=${id}`, 'PUT'],
    [`?statementId=%00`, 'PUT'],
    [`?verb=%ff%fe`, 'GET'],
    [`?more=${'x'.repeat(8000)}`, 'GET'],
    ['/%zz', 'GET'],
    ['/..%2f..%2fetc', 'GET'],
  ])('are refused: %s by %s', async (suffix, method) => {
    const request: XapiRequest = { path: `/xapi/statements${suffix}` };
    const answer = await client.send(method, method === 'GET' ? request : { ...request, body: aStatement() });
    expect([400, 404]).toContain(answer.status);
  });
});

it('Text that looks like SQL, templates or escapes is only text', async () => {
  const names = [
    "'; DROP TABLE events; --",
    '{tenant:String}',
    String.raw`\'\n\t\\N`,
    '%s%n',
    '\u0000',
    '\u2028',
  ];
  const agents = names.map((name) => ({ account: { homePage: 'https://example.org', name } }));
  const statements = agents.map((actor) => aStatement({ actor, result: { response: actor.account.name } }));
  expect((await client.post(statements)).status).toBe(200);
  before += statements.length;
  for (const [index, statement] of statements.entries()) {
    const { json } = await client.get({ agent: JSON.stringify(agents[index]) });
    expect(json).toMatchObject({ statements: [statement] });
  }
});
