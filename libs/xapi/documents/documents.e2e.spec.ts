import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SettableClock, type Instant } from '#platform';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { XapiClient, type XapiAnswer } from '#test/support/xapi-client';
import { createHash, randomBytes, randomUUID } from 'node:crypto';

const AGENT = JSON.stringify({ mbox: 'mailto:ada@example.org' });
const ACTIVITY = 'https://lms.example.org/course/ai-literacy';

interface Resource {
  readonly path: string;
  readonly id: 'stateId' | 'profileId';
  readonly context: Readonly<Record<string, string>>;
}

const RESOURCES: Readonly<Record<string, Resource>> = {
  state: {
    path: '/xapi/activities/state',
    id: 'stateId',
    context: { activityId: ACTIVITY, agent: AGENT },
  },
  'activity profile': {
    path: '/xapi/activities/profile',
    id: 'profileId',
    context: { activityId: ACTIVITY },
  },
  'agent profile': { path: '/xapi/agents/profile', id: 'profileId', context: { agent: AGENT } },
};

let product: TestProduct;
let content: TestKey;
beforeAll(async () => {
  product = await startProduct();
  content = await product.key({ scopes: ['ingest'] });
});
afterAll(() => product.stop());

/** One document of a resource that nothing else in this file uses. */
function document({ path, id, context }: Resource, version = '1.0.3', key: TestKey | null = content) {
  const client = new XapiClient(product, key, version);
  const parameters = { ...context, [id]: randomUUID() };
  const send = (
    method: string,
    body?: unknown,
    headers: Record<string, string | null> = {},
    changed: Record<string, string> = {},
  ): Promise<XapiAnswer> =>
    client.send(method, { path, parameters: { ...parameters, ...changed }, body, headers });
  return { send, client, parameters };
}

const tagOf = ({ headers }: XapiAnswer): string => headers.get('etag') ?? '';
/** Of each parameter a value that is none, and where that is told. */
const WRONG = { agent: ['{"mbox":"ada"}', 'agent/mbox'], activityId: ['course', 'activityId'] } as const;
/** Of each parameter another value than that of the context. */
const OTHERS = { agent: '{"mbox":"mailto:eve@example.org"}', activityId: `${ACTIVITY}/other` };
const KNOWN_NEW = { 'If-None-Match': '*' };

describe.each(Object.entries(RESOURCES))('documents of %s', (name, resource) => {
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

  it('are not kept without a Content-Type, which would be given back', async () => {
    const { send } = document(resource);
    for (const method of ['PUT', 'POST']) {
      const { status, json } = await send(method, randomBytes(9), { ...KNOWN_NEW, 'Content-Type': null });
      expect([status, json]).toMatchObject([400, { errors: [{ pointer: 'Content-Type' }] }]);
    }
    expect((await send('GET')).status).toBe(404);
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

  it('take the tag without quotes and in capitals too, and no weak one for a write', async () => {
    const { send } = document(resource);
    await send('PUT', { v: 1 }, KNOWN_NEW);
    const tag = tagOf(await send('GET'));
    const bare = tag.replaceAll('"', '');
    const put = async (headers: Record<string, string>) => (await send('PUT', { v: 1 }, headers)).status;
    for (const match of [bare, bare.toUpperCase(), `"${bare.toUpperCase()}"`, `"0123", ${tag}`])
      expect([match, await put({ 'If-Match': match }), await put({ 'If-None-Match': match })]).toEqual([
        match,
        204,
        412,
      ]);
    expect([await put({ 'If-Match': `W/${tag}` }), await put({ 'If-None-Match': `W/${tag}` })]).toEqual([
      412, 412,
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

  it('lose no member of 24 merges at once', async () => {
    const { send } = document(resource);
    const members = Array.from({ length: 24 }, (_, index) => ({ [`m${index}`]: index }));
    await Promise.all(members.map((member) => send('POST', member)));
    expect((await send('GET')).json).toEqual(Object.assign({}, ...members));
  });

  it('are listed by id, also those written after a moment alone', async () => {
    const own = { ...resource, context: fresh(resource.context) };
    const first = document(own);
    const second = document(own);
    await first.send('PUT', { a: 1 }, KNOWN_NEW);
    const since = new Date(Date.parse((await first.send('GET')).headers.get('last-modified') ?? '') + 1000);
    while (Date.now() < since.getTime() + 10) await new Promise((resolve) => setTimeout(resolve, 50));
    await second.send('PUT', { a: 1 }, KNOWN_NEW);
    const list = (more: Record<string, string>) =>
      first.client.send('GET', { path: own.path, parameters: { ...own.context, ...more } });
    const ids = [first, second].map(({ parameters }) => parameters[own.id]).sort();
    expect((await list({})).json).toEqual(ids);
    expect((await list({ since: since.toISOString() })).json).toEqual([second.parameters[own.id]]);
    expect((await list({ since: 'yesterday' })).status).toBe(400);
  });

  it('are of one agent and one activity', async () => {
    const { send } = document(resource);
    await send('PUT', { a: 1 }, KNOWN_NEW);
    for (const [name, value] of Object.entries(OTHERS).filter(([own]) => own in resource.context))
      expect([name, (await send('GET', undefined, {}, { [name]: value })).status]).toEqual([name, 404]);
  });

  it('are of one tenant, and of those who may send', async () => {
    const { send, parameters } = document(resource);
    await send('PUT', { secret: 1 }, KNOWN_NEW);
    const stranger = await product.key({ scopes: ['ingest', 'read'], tenant: 'strangers' });
    const other = new XapiClient(product, stranger);
    const asked = { path: resource.path, parameters };
    expect((await other.send('GET', asked)).status).toBe(404);
    await other.send('PUT', { ...asked, body: { other: 1 }, headers: KNOWN_NEW });
    expect((await send('GET')).json).toEqual({ secret: 1 });
    const reader = new XapiClient(product, await product.key({ scopes: ['read'] }));
    expect((await reader.send('GET', asked)).status).toBe(200);
    expect((await reader.send('PUT', { ...asked, body: {} })).status).toBe(403);
    expect((await new XapiClient(product, null).send('GET', asked)).status).toBe(401);
  });

  it('are refused with everything that is wrong with their parameters', async () => {
    const { client, parameters } = document(resource);
    const { path, id, context } = resource;
    const pointers = async (method: string, asked: Record<string, string>) => {
      const { status, json } = await client.send(method, { path, parameters: asked, body: bodyOf(method) });
      const { errors = [] } = (json ?? {}) as { errors?: { pointer: string }[] };
      return [status, ...errors.map(({ pointer }) => pointer).sort()];
    };
    const { [id]: _, ...without } = parameters;
    for (const method of name === 'state' ? ['PUT', 'POST'] : ['PUT', 'POST', 'DELETE'])
      expect(await pointers(method, without)).toEqual([400, id]);
    for (const method of ['PUT', 'POST', 'GET', 'DELETE']) {
      for (const missing of Object.keys(context)) {
        const { [missing]: __, ...rest } = parameters;
        expect([method, ...(await pointers(method, rest))]).toEqual([method, 400, missing]);
      }
      expect(await pointers(method, { ...parameters, Since: 'x' })).toEqual([400, 'Since']);
      for (const [parameter, [value, pointer]] of Object.entries(WRONG).filter(([own]) => own in context))
        expect(await pointers(method, { ...parameters, [parameter]: value })).toEqual([400, pointer]);
    }
  });
});

describe('documents of state', () => {
  it('belong to a registration, and are deleted together', async () => {
    const own = { ...RESOURCES['state'], context: fresh(RESOURCES['state']?.context ?? {}) } as Resource;
    const client = new XapiClient(product, content);
    const ask = (method: string, parameters: Record<string, string>, body?: unknown) =>
      client.send(method, { path: own.path, parameters: { ...own.context, ...parameters }, body });
    const [one, two] = [randomUUID(), randomUUID()];
    await ask('PUT', { stateId: 'bookmark', registration: one.toUpperCase() }, { page: 1 });
    await ask('PUT', { stateId: 'bookmark', registration: two }, { page: 2 });
    await ask('PUT', { stateId: 'notes' }, { page: 3 });
    expect((await ask('GET', { stateId: 'bookmark', registration: one })).json).toEqual({ page: 1 });
    expect((await ask('GET', { stateId: 'bookmark' })).status).toBe(404);
    expect((await ask('GET', {})).json).toEqual(['notes', 'bookmark']);
    expect((await ask('GET', { registration: two })).json).toEqual(['bookmark']);
    expect((await ask('DELETE', { registration: one })).status).toBe(204);
    expect((await ask('GET', { registration: one })).json).toEqual([]);
    expect((await ask('GET', { stateId: 'bookmark', registration: two })).json).toEqual({ page: 2 });
    expect((await ask('DELETE', {})).status).toBe(204);
    expect((await ask('GET', {})).json).toEqual([]);
    expect((await ask('GET', { registration: 'x' })).status).toBe(400);
  });
});

describe('documents that were written at a moment', () => {
  it('are not of those that were written since', async () => {
    const clock = new SettableClock('2026-09-01T08:00:00.000000Z' as Instant);
    const timed = await startProduct({ clock });
    const client = new XapiClient(timed, await timed.key({ scopes: ['ingest'] }));
    const path = '/xapi/activities/profile';
    const list = async (since: string) =>
      (await client.send('GET', { path, parameters: { activityId: ACTIVITY, since } })).json;
    const parameters = { activityId: ACTIVITY, profileId: 'p' };
    await client.send('PUT', { path, parameters, body: {}, headers: KNOWN_NEW });
    expect([await list('2026-09-01T08:00:00Z'), await list('2026-09-01T07:59:59.999999Z')]).toEqual([
      [],
      ['p'],
    ]);
    await timed.stop();
  });
});

describe('documents of an agent', () => {
  it.each(['state', 'agent profile'])('are found by the same agent in other words: %s', async (name) => {
    const { send } = document(RESOURCES[name] as Resource);
    await send('PUT', { a: 1 }, KNOWN_NEW);
    const found = (agent: object) => send('GET', undefined, {}, { agent: JSON.stringify(agent) });
    const same = { objectType: 'Agent', name: 'Ada', mbox: 'mailto:ada@EXAMPLE.org' };
    expect((await found(same)).json).toEqual({ a: 1 });
    expect((await found({ mbox: 'mailto:Ada@example.org' })).status).toBe(404);
  });
});

function bodyOf(method: string): unknown {
  return method === 'PUT' || method === 'POST' ? {} : undefined;
}

/** The context with another agent or activity, so that nothing else is in it. */
function fresh(context: Readonly<Record<string, string>>): Record<string, string> {
  const id = randomUUID();
  return 'agent' in context
    ? { ...context, agent: JSON.stringify({ account: { homePage: 'https://hr.example.org', name: id } }) }
    : { ...context, activityId: `${ACTIVITY}/${id}` };
}
