import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';

let product: TestProduct;
let admin: TestKey;
beforeAll(async () => {
  product = await startProduct();
  admin = await product.key({ scopes: ['admin'] });
});
afterAll(() => product.stop());

interface Sent {
  readonly key?: TestKey | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

const VERSION = 'x-experience-api-version';

const send = (method: string, path: string, { key = admin, headers = {}, body }: Sent = {}) =>
  fetch(`${product.url}${path}`, {
    method,
    redirect: 'manual',
    headers: { [VERSION]: '1.0.3', ...(key ? { authorization: key.authorization } : {}), ...headers },
    ...(body === undefined ? {} : { body }),
  });

/** A problem document with a first fault whose reason is this. */
async function expectFault(answer: Response, status: number, reason: RegExp): Promise<void> {
  expectProblem(answer, status);
  expect(await answer.json()).toMatchObject({
    status,
    instance: expect.stringMatching(/^urn:uuid:/),
    errors: [{ reason: expect.stringMatching(reason) }],
  });
}

function expectProblem(answer: Response, status: number): void {
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    status,
    'application/problem+json; charset=utf-8',
  ]);
}

/** 17 MiB, which is more than a body may have, in some kilobytes. */
const LARGE = `"${' '.repeat(17 * 1024 * 1024)}"`;
const bombs = {
  gzip: new Uint8Array(gzipSync(LARGE)),
  BR: new Uint8Array(brotliCompressSync(LARGE, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })),
};

const takers = [
  ['POST', '/v1/events', 'application/cloudevents+json'],
  ['POST', '/v1/keys', 'application/json'],
  ['PUT', '/v1/programs/p', 'application/yaml'],
  ['PUT', '/v1/programs/p', 'application/json'],
  ['POST', '/v1/programs/p/reports', 'application/json'],
  ['POST', '/xapi/statements', 'application/json'],
  ['PUT', '/xapi/statements', 'application/json'],
] as const;

describe.each(takers)('A body of %s %s as %s', (method, path, type) => {
  it.each(['deflate', 'deflate, gzip', 'identity, zstd', 'x-none'])(
    'in the coding %s is refused',
    async (coding) => {
      const answer = await send(method, path, {
        headers: { 'content-type': type, 'content-encoding': coding },
        body: new Uint8Array(gzipSync('{}')),
      });
      expect(answer.headers.get('accept-encoding')).toBe('br, gzip');
      await expectFault(answer, 415, /packed by br or gzip/);
    },
  );

  it.each(['latin1', '"ISO-8859-1"', 'UTF-16', 'utf-8; charset=latin1', 'us-ascii', ''])(
    'in the charset %s is refused',
    async (charset) => {
      const headers = { 'content-type': `${type}; charset=${charset}` };
      await expectFault(await send(method, path, { headers, body: '{}' }), 415, /UTF-8/);
    },
  );

  it.each([
    ['gzip', gzipSync],
    ['BR', brotliCompressSync],
  ] as const)(
    'in the coding %s is read as it was before, up to the limit of what it unpacks to',
    async (coding, pack) => {
      const headers = { 'content-type': type, 'content-encoding': coding };
      const packed = (text: string) => new Uint8Array(pack(text));
      const plain = await send(method, path, { headers: { 'content-type': type }, body: '{}' });
      const answer = await send(method, path, { headers, body: packed('{}') });
      expect([answer.status, withoutInstance(await answer.json())]).toEqual([
        plain.status,
        withoutInstance(await plain.json()),
      ]);
      // a thousand times as large as it is sent
      const bomb = await send(method, path, { headers, body: bombs[coding] });
      expect(bomb.status).toBe(413);
      const broken = await send(method, path, { headers, body: new Uint8Array([1, 2, 3, 4]) });
      await expectFault(broken, 400, new RegExp(`cannot be unpacked as ${coding.toLowerCase()}`));
    },
  );

  it('in UTF-8 without a coding is read, however that is written', async () => {
    for (const charset of ['utf-8', '"UTF-8"', 'utf8']) {
      const headers = { 'content-type': `${type};charset=${charset}`, 'content-encoding': 'Identity' };
      expect((await send(method, path, { headers, body: '{}' })).status).not.toBe(415);
    }
  });
});

describe('A parameter that is not known', () => {
  const paths = [
    ['GET', '/v1/unmapped'],
    ['GET', '/v1/findings'],
    ['GET', '/v1/keys'],
    ['GET', '/v1/programs/p'],
    ['GET', '/v1/programs/p/scorecard'],
    ['GET', '/v1/programs/p/kpis/skills-gain/evidence'],
    ['GET', '/v1/events/e'],
    ['GET', '/v1/reports/r'],
    ['GET', '/v1/reports/r.pdf'],
    ['POST', '/v1/events'],
    ['PUT', '/v1/programs/p'],
    ['GET', '/dashboards'],
    ['GET', '/dashboards/p/executive'],
    ['GET', '/dashboards/sign-in'],
    ['GET', '/xapi/statements'],
    ['POST', '/xapi/statements'],
    ['GET', '/xapi/about'],
    ['GET', '/schemas/cloud-event.json'],
    ['GET', '/healthz'],
  ];
  const names = ['nothing', '__proto__', '__proto__[x]', 'constructor', 'prototype', 'hasOwnProperty'];

  it.each(paths)('is refused by %s %s', async (method, path) => {
    const body = method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } };
    for (const name of names) {
      const answer = await send(method, `${path}?${name}=1`, body);
      await expectFault(answer, 400, /^(Unknown|There is no such) parameter/);
    }
    expectProblem(await send(method, `${path}?__proto__=1&__proto__=2`, body), 400);
  });

  it('is refused beside those that are', async () => {
    await expectFault(await send('GET', '/v1/unmapped?kind=verbs&__proto__=1'), 400, /^Unknown/);
    await expectFault(await send('GET', '/xapi/statements?limit=1&__proto__=1'), 400, /^There is no/);
  });

  it('is refused as a property of a body too, and nothing is made', async () => {
    const keys = async () => (await send('GET', '/v1/keys')).text();
    const before = await keys();
    for (const name of ['constructor', 'prototype', 'nothing']) {
      const body = `{"name":"k","scopes":["read"],"${name}":1}`;
      const answer = await send('POST', '/v1/keys', {
        headers: { 'content-type': 'application/json' },
        body,
      });
      await expectFault(answer, 400, /^Unknown/);
    }
    expect(await keys()).toBe(before);
  });
});

describe('The name of a key', () => {
  const make = (name: string) =>
    send('POST', '/v1/keys', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, scopes: ['read'] }),
    });

  it.each(['l\u0000ms', 'l\u001bms', 'nimda \u202eadmin', ' \n ', 'x'.repeat(101)])(
    'must not be %j',
    async (name) => {
      const answer = await make(name);
      expectProblem(answer, 400);
      expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/name' }] });
    },
  );

  it('is kept without the spaces around it', async () => {
    expect(await (await make('  nightly import ')).json()).toMatchObject({ name: 'nightly import' });
  });
});

describe('A method that a path does not take', () => {
  it.each([
    ['PATCH', '/xapi/statements', 'GET, HEAD, POST, PUT'],
    ['DELETE', '/xapi/statements', 'GET, HEAD, POST, PUT'],
    ['POST', '/xapi/about', 'GET, HEAD'],
    ['GET', '/v1/events', 'POST'],
    ['HEAD', '/v1/events', 'POST'],
    ['PUT', '/v1/events/e', 'GET, HEAD'],
    ['DELETE', '/v1/programs/p', 'GET, HEAD, PUT'],
    ['GET', '/v1/programs/p/reports', 'POST'],
    ['POST', '/v1/programs/p/kpis/skills-gain/evidence', 'GET, HEAD'],
    ['PUT', '/v1/keys', 'GET, HEAD, POST'],
    ['GET', '/v1/keys/k', 'DELETE'],
    ['DELETE', '/v1/reports/r.pdf', 'GET, HEAD'],
    ['OPTIONS', '/v1/unmapped', 'GET, HEAD'],
    ['PROPFIND', '/v1/findings', 'GET, HEAD'],
    ['QUERY', '/v1/findings', 'GET, HEAD'],
    ['POST', '/dashboards', 'GET, HEAD'],
    ['DELETE', '/dashboards/sign-in', 'GET, HEAD, POST'],
    ['PUT', '/dashboards/p/executive', 'GET, HEAD'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['POST', '/readyz', 'GET, HEAD'],
    ['DELETE', '/metrics', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
    ['POST', '/docs', 'GET, HEAD'],
    ['PATCH', '/schemas/cloud-event.json', 'GET, HEAD'],
  ])('is refused: %s %s, and those it takes are named', async (method, path, allow) => {
    for (const key of [admin, null]) {
      const answer = await send(method, path, { key });
      expect(answer.headers.get('allow')).toBe(allow);
      expectProblem(answer, 405);
      expect(answer.headers.get(VERSION)).toBe(path.startsWith('/xapi/') ? '1.0.3' : null);
    }
  });

  it.each(['/v1', '/v1/nothing', '/v1/keys/', '/v1/events/', '/xapi', '/xapi/nothing', '/nothing', '/'])(
    'is no matter where there is nothing: %s',
    async (path) => {
      for (const method of ['GET', 'POST', 'PROPFIND']) {
        const answer = await send(method, path);
        expect(answer.headers.get('allow')).toBeNull();
        expectProblem(answer, 404);
      }
    },
  );

  it.each([
    '/healthz',
    '/readyz',
    '/metrics',
    '/openapi.json',
    '/docs',
    '/schemas/cloud-event.json',
    '/v1/keys',
    '/v1/unmapped',
    '/v1/findings',
    '/dashboards',
    '/dashboards/sign-in',
    '/xapi/about',
    '/xapi/statements',
    '/v1/programs/p',
  ])('is never HEAD where it takes GET: %s', async (path) => {
    const [head, get] = [await send('HEAD', path), await send('GET', path)];
    expect([head.status, head.headers.get('content-type')]).toEqual([
      get.status,
      get.headers.get('content-type'),
    ]);
    expect(await head.text()).toBe('');
  });
});

describe('A body of someone unknown', () => {
  const unreadable = '{"'.repeat(4 * 1024 * 1024);
  const unknown = { authorization: `Basic ${btoa('pk_unknown:secret')}` };
  const malformed = { authorization: 'Negotiate x' };

  it.each(takers)('is not read by %s %s as %s', async (method, path, type) => {
    for (const who of [{}, unknown, malformed]) {
      const headers = { 'content-type': type, ...who };
      const answer = await send(method, path, { key: null, headers, body: unreadable });
      expectProblem(answer, 401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic/);
      expect(answer.headers.get(VERSION)).toBe(path.startsWith('/xapi/') ? '1.0.3' : null);
    }
  });

  it('is not read where there is no route either', async () => {
    const json = { 'content-type': 'application/json' };
    for (const [method, path, status] of [
      ['POST', '/v1/nothing', 404],
      ['PATCH', '/v1/keys', 405],
    ] as const)
      expectProblem(await send(method, path, { key: null, headers: json, body: unreadable }), status);
  });

  it('is read, and refused by scope, when the key is known', async () => {
    const reader = await product.key({ scopes: ['read'] });
    const json = { 'content-type': 'application/json' };
    const answer = await send('POST', '/xapi/statements', { key: reader, headers: json, body: '{}' });
    expectProblem(answer, 403);
    expect(answer.headers.get(VERSION)).toBe('1.0.3');
    expect(answer.headers.get('X-Experience-API-Consistent-Through')).toMatch(/Z$/);
  });

  it('is read where a key is brought in it, and only a small one', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const sign = (body: string) => send('POST', '/dashboards/sign-in', { key: null, headers: form, body });
    expect((await sign('key=')).status).toBe(400);
    expect((await sign(`key=${admin.id}.${admin.secret}`)).status).toBe(303);
    expectProblem(await sign(`key=${'x'.repeat(17 * 1024)}`), 413);
  });
});

/** The names of requests differ. */
function withoutInstance(document: unknown): unknown {
  const { instance: _, ...rest } = Object(document) as Record<string, unknown>;
  return rest;
}

describe('An answer', () => {
  it('is packed as the client asks, where it is worth it', async () => {
    const plain = await (await send('GET', '/openapi.json')).text();
    for (const coding of ['gzip', 'br']) {
      const answer = await send('GET', '/openapi.json', { headers: { 'accept-encoding': coding } });
      expect([answer.headers.get('content-encoding'), await answer.text()]).toEqual([coding, plain]);
      expect(answer.headers.get('vary')).toMatch(/accept-encoding/i);
    }
    const small = await send('GET', '/healthz', { headers: { 'accept-encoding': 'gzip' } });
    expect(small.headers.get('content-encoding')).toBeNull();
  });
});
