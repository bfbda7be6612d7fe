import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instantFromMillis } from '#platform';
import { startProduct, type TestProduct } from '../../../test/support/product.ts';
import { aStatement, aVoid } from '../../../test/support/statements.ts';
import { storedStatements, type XapiRequest, XapiClient } from '../../../test/support/xapi-client.ts';

let product: TestProduct;
let client: XapiClient;

beforeAll(async () => {
  product = await startProduct();
  client = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'] }));
});

afterAll(async () => {
  await product.stop();
});

const VERSION = 'X-Experience-API-Version';
const THROUGH = 'X-Experience-API-Consistent-Through';

type Case = [what: string, method: string, request: XapiRequest, status: number];

const answered: Case[] = [
  ['a page', 'GET', {}, 200],
  ['a head', 'HEAD', {}, 200],
  ['a store', 'POST', { body: [] }, 200],
];
const refused: Case[] = [
  ['bad JSON', 'POST', { body: '{' }, 400],
  ['a bad parameter', 'GET', { parameters: { nothing: '1' } }, 400],
  ['no such statement', 'GET', { parameters: { statementId: randomUUID() } }, 404],
  ['no key', 'GET', { headers: { Authorization: null } }, 401],
  ['an unknown key', 'GET', { headers: { Authorization: `Basic ${btoa('a:b')}` } }, 401],
  ['no such method', 'PATCH', { body: {} }, 405],
  ['too large a body', 'POST', { body: `"${'x'.repeat(17 * 1024 * 1024)}"` }, 413],
  ['no such resource', 'GET', { path: '/xapi/statements/nothing' }, 404],
  ['a path of broken encoding', 'GET', { path: '/xapi/statements/%zz' }, 400],
  ['a part of a path beyond any length', 'GET', { path: `/xapi/statements/${'x'.repeat(2049)}` }, 404],
];

describe('Every answer under /xapi', () => {
  it.each([...answered, ...refused])(
    'names version and consistency: %s',
    async (_what, method, request, status) => {
      // Of the header's precision: '…123000Z' sorts before '…123Z', which is the same moment.
      const started = instantFromMillis(Date.now());
      const answer = await client.send(method, request);
      expect(answer.status).toBe(status);
      expect(answer.headers.get(VERSION)).toBe('1.0.3');
      const through = String(answer.headers.get(THROUGH));
      expect(through).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(through >= started).toBe(true);
    },
  );

  it.each(refused)('is a problem document when it refuses: %s', async (_what, method, request, status) => {
    const answer = await client.send(method, request);
    expect(answer.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    expect(answer.json).toMatchObject({ status, instance: expect.stringMatching(/^urn:uuid:/) });
  });

  it('names a version where the request cannot be read', async () => {
    const tooLong = await client.get({ agent: 'x'.repeat(40_000) });
    expect([tooLong.status, tooLong.headers.get(VERSION)]).toEqual([431, '2.0.0']);
    const { hostname, port } = new URL(product.url);
    const socket = connect(Number(port), hostname).end('GET /xapi/statements HTTP/1.1\r\nno header\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain(`\r\n${VERSION}: 2.0.0\r\n`);
  });

  it.each(['http://lrs.example.org/xapi/statements', 'HTTP://x/%78api/statements', '/xapi/%73tatements'])(
    'carries both headers however the resource is spelt: %s',
    async (target) => {
      const { hostname, port } = new URL(product.url);
      const head = `Host: ${hostname}\r\n${VERSION}: 1.0.3\r\nConnection: close\r\n`;
      const socket = connect(Number(port), hostname);
      socket.write(`GET ${target}?limit=1 HTTP/1.1\r\n${head}\r\n`);
      const answer = await text(socket);
      expect(answer).toMatch(/^HTTP\/1\.1 401 /);
      for (const name of [`${VERSION}: 1.0.3`, `${THROUGH}: `])
        expect(answer.toLowerCase()).toContain(`\r\n${name.toLowerCase()}`);
    },
  );

  it.each([
    ['no host', '', 400, 'Host'],
    ['two hosts', 'Host: a\r\nHost: b\r\n', 400, 'Host'],
    ['an expectation of its own', 'Host: a\r\nExpect: 200-ok\r\n', 417, 'Expect'],
  ])('says what is wrong with a request of %s', async (_what, head, status, pointer) => {
    const { hostname, port } = new URL(product.url);
    const socket = connect(Number(port), hostname);
    socket.write(`GET /xapi/about HTTP/1.1\r\n${head}Connection: close\r\n\r\n`);
    const answer = await text(socket);
    expect(answer).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status} .*${VERSION}: \\d.*"pointer":"${pointer}"`, 'is'),
    );
  });

  it('lets no browser run what a document holds, or take an old one for what stands', async () => {
    const path = '/xapi/activities/profile';
    const parameters = { activityId: 'https://lms.example.org/c', profileId: randomUUID() };
    const type = { 'Content-Type': 'text/html', 'If-None-Match': '*' };
    const put = await client.send('PUT', { path, parameters, body: '<script>1</script>', headers: type });
    const got = await client.send('GET', { path, parameters });
    expect([put.status, got.status, got.text]).toEqual([204, 200, '<script>1</script>']);
    for (const { headers } of [got, await client.get({ limit: '1' })]) {
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Content-Security-Policy')).toMatch(/\bsandbox$/);
      expect(headers.get('Cache-Control')).toBe('no-store');
    }
  });

  it.each(['1.0', '1.0.0', '1.0.9', '2.0', '2.0.0'])('speaks version %s', async (version) => {
    const answer = await client.get({}, { headers: { [VERSION]: version } });
    expect([answer.status, answer.headers.get(VERSION)]).toEqual([
      200,
      version.startsWith('1') ? '1.0.3' : '2.0.0',
    ]);
  });

  it.each([null, '', '0.9', '1.1.0', '3.0', '1.0.3, 2.0.0'])(
    'refuses version %p and stores nothing',
    async (version) => {
      const before = await storedStatements(product);
      const answers = [
        await client.post(aStatement(), { headers: { [VERSION]: version } }),
        await client.get({}, { headers: { [VERSION]: version } }),
      ];
      for (const { status, json, headers } of answers) {
        expect([status, json]).toMatchObject([400, { errors: [{ pointer: VERSION }] }]);
        expect(headers.get(VERSION)).toBe('2.0.0');
      }
      expect(await storedStatements(product)).toBe(before);
    },
  );

  it('moves Consistent-Through forward when nothing arrives, and covers what was answered', async () => {
    const statement = aStatement();
    const posted = await client.post(statement);
    const { json, headers } = await client.get({ statementId: statement.id });
    const stored = String(Reflect.get(Object(json), 'stored'));
    expect(stored <= String(posted.headers.get(THROUGH))).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const later = await client.get({ statementId: statement.id });
    expect(String(later.headers.get(THROUGH)) > String(headers.get(THROUGH))).toBe(true);
  });

  it('answers HEAD as GET without the body', async () => {
    const statement = aStatement();
    await client.post(statement);
    const parameters = { statementId: statement.id };
    const [head, get] = [await client.send('HEAD', { parameters }), await client.get(parameters)];
    expect([head.status, head.text]).toEqual([200, '']);
    for (const name of ['Last-Modified', 'Content-Type', 'Content-Length']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
  });
});

const AGENT = JSON.stringify({ mbox: 'mailto:ada@example.org' });
const ACTIVITY = 'https://lms.example.org/course/ai-literacy';
const DOCUMENTS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

/** Every resource that asks for a key and a version, the methods it takes, and what it must be asked for. */
const resources: readonly [path: string, methods: readonly string[], parameters: Record<string, string>][] = [
  ['/xapi/statements', ['GET', 'HEAD', 'PUT', 'POST'], {}],
  ['/xapi/activities', ['GET', 'HEAD'], { activityId: ACTIVITY }],
  ['/xapi/activities/state', DOCUMENTS, { activityId: ACTIVITY, agent: AGENT }],
  ['/xapi/activities/profile', DOCUMENTS, { activityId: ACTIVITY }],
  ['/xapi/agents', ['GET', 'HEAD'], { agent: AGENT }],
  ['/xapi/agents/profile', DOCUMENTS, { agent: AGENT }],
];

describe.each(resources)('%s', (path, methods, parameters) => {
  it.each(['1.0.3', '2.0.0'])('answers HEAD as GET, and names %s when it refuses too', async (version) => {
    const headers = { [VERSION]: version };
    const stranger = new XapiClient(product, null);
    for (const method of ['GET', 'HEAD']) {
      const answers = [
        await client.send(method, { path, parameters, headers }),
        await client.send(method, { path, parameters: { ...parameters, Limit: '1' }, headers }),
        await stranger.send(method, { path, parameters, headers }),
      ];
      expect(answers.map(({ status }) => [method, status])).toEqual([
        [method, 200],
        [method, 400],
        [method, 401],
      ]);
      for (const answer of answers) {
        expect(answer.headers.get(VERSION)).toBe(version);
        expect(answer.text === '').toBe(method === 'HEAD');
      }
    }
  });

  it.each(methods)('refuses %s without a version, and by one that is not spoken', async (method) => {
    const told = method === 'HEAD' ? null : { errors: [{ pointer: VERSION }] };
    for (const version of [null, '2.1.0']) {
      const body = ['PUT', 'POST'].includes(method) ? {} : undefined;
      const answer = await client.send(method, { path, parameters, body, headers: { [VERSION]: version } });
      expect([answer.status, answer.headers.get(VERSION), answer.json]).toMatchObject([400, '2.0.0', told]);
    }
  });
});

describe('/xapi/about', () => {
  it('answers without key and version header', async () => {
    const stranger = new XapiClient(product, null);
    for (const headers of [{ [VERSION]: null }, { [VERSION]: 'nonsense' }, {}]) {
      const answer = await stranger.send('GET', { path: '/xapi/about', headers });
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({ version: expect.arrayContaining(['1.0.3', '2.0.0']) });
      expect(answer.headers.get(VERSION)).toMatch(/^[12]\.0\.\d$/);
    }
  });

  it('takes no parameters', async () => {
    const answer = await client.send('GET', { path: '/xapi/about', parameters: { x: '1' } });
    expect([answer.status, answer.json]).toMatchObject([400, { errors: [{ pointer: 'x' }] }]);
  });
});

describe('Scopes', () => {
  it('let a key of ingest write and not read, one of read read and not write', async () => {
    const writer = new XapiClient(product, await product.key({ scopes: ['ingest'] }));
    const reader = new XapiClient(product, await product.key({ scopes: ['read'] }));
    const none = new XapiClient(product, await product.key({ scopes: ['reports', 'people'] }));
    const statement = aStatement();
    expect((await writer.put(statement.id, statement)).status).toBe(204);
    expect((await writer.get({ statementId: statement.id })).status).toBe(403);
    expect((await reader.get({ statementId: statement.id })).status).toBe(200);
    const before = await storedStatements(product);
    const answers = [
      await reader.post(aStatement()),
      await reader.put(statement.id, statement),
      await none.post(aStatement()),
      await none.get(),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(await storedStatements(product)).toBe(before);
  });
});

describe('A key of another tenant', () => {
  it('sees nothing and changes nothing, on every path', async () => {
    const [mine, theirs] = [`acme-${randomUUID()}`, `rival-${randomUUID()}`];
    const scopes = ['ingest', 'read'] as const;
    const own = new XapiClient(product, await product.key({ scopes, tenant: mine }));
    const other = new XapiClient(product, await product.key({ scopes, tenant: theirs }));
    const statement = aStatement({ context: { registration: randomUUID() } });
    const taken = aStatement();
    await own.post([statement, taken, aVoid(taken.id)]);
    const first = await own.get({ limit: '1' });
    const before = await own.get();

    const more = String(Reflect.get(Object(first.json), 'more'));
    const searches = [
      await other.get(),
      await other.send('GET', { path: more }),
      await other.get({ agent: JSON.stringify(statement['actor']) }),
      await other.get({ agent: JSON.stringify(statement['actor']), related_agents: 'true' }),
      await other.get({ verb: 'http://adlnet.gov/expapi/verbs/completed' }),
      await other.get({ activity: 'https://lms.example.org/course/ai-literacy', related_activities: 'true' }),
      await other.get({ since: '1990-01-01T00:00:00Z', ascending: 'true', format: 'ids' }),
    ];
    for (const { json } of searches) expect(json).toEqual({ statements: [], more: '' });
    expect((await other.get({ statementId: statement.id })).status).toBe(404);
    expect((await other.get({ voidedStatementId: taken.id })).status).toBe(404);
    expect((await other.send('HEAD', { parameters: { statementId: statement.id } })).status).toBe(404);

    // The same ids with other content are other statements there; a void there voids nothing here.
    const changed = { ...statement, result: { success: false } };
    expect((await other.post([changed, aVoid(statement.id)])).status).toBe(200);
    expect((await other.put(taken.id, { ...taken, result: { success: true } })).status).toBe(204);
    expect((await own.get()).json).toEqual(before.json);
    expect((await own.get({ statementId: statement.id })).json).toMatchObject(statement);
    expect((await own.get({ voidedStatementId: taken.id })).status).toBe(200);
    expect(await storedStatements(product, mine)).toBe(3);
    expect(await storedStatements(product, theirs)).toBe(3);
  });
});
