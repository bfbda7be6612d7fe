import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SettableClock, type Instant } from '#platform';
import {
  ACTIVITY,
  aDocument,
  AGENT_PROFILE,
  aloneIn,
  type DocumentResource,
  KNOWN_NEW,
  RESOURCES,
  STATE,
} from '#test/support/documents';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { XapiClient } from '#test/support/xapi-client';
import { randomUUID } from 'node:crypto';

/** Of each parameter a value that is none, and where that is told. */
const WRONG = { agent: ['{"mbox":"ada"}', 'agent/mbox'], activityId: ['course', 'activityId'] } as const;
/** Of each parameter another value than that of the context. */
const OTHERS = { agent: '{"mbox":"mailto:eve@example.org"}', activityId: `${ACTIVITY}/other` };

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
  it('are listed by id, also those written after a moment alone', async () => {
    const own = aloneIn(resource);
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
    const own = aloneIn(STATE);
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
  it.each([STATE, AGENT_PROFILE])('are found by the same agent in other words: $path', async (resource) => {
    const { send } = document(resource);
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
