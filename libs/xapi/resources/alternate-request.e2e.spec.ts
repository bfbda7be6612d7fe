import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { aStatement } from '#test/support/statements';
import { XapiClient } from '#test/support/xapi-client';
import * as fc from 'fast-check';

let product: TestProduct;
let key: TestKey;
beforeAll(async () => {
  product = await startProduct();
  key = await product.key({ scopes: ['ingest', 'read'] });
});
afterAll(() => product.stop());

/** A POST with a form, as a browser sends it: what a header would say stands in it. */
async function byForm(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const answer = await fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text };
}

const told = () => ({ Authorization: key.authorization, 'X-Experience-API-Version': '1.0.3' });

describe('The alternate request syntax', () => {
  it('stores and reads statements, with key and version in the form or in headers', async () => {
    const statement = aStatement({ actor: { mbox: 'mailto:ö+%26@example.org' } });
    const put = { ...told(), statementId: statement.id, content: JSON.stringify(statement) };
    expect((await byForm('/xapi/statements?method=PUT', put)).status).toBe(204);
    const got = await byForm('/xapi/statements?method=GET', { statementId: statement.id }, told());
    expect([got.status, got.headers.get('x-experience-api-version')]).toEqual([200, '1.0.3']);
    expect(JSON.parse(got.text)).toMatchObject({ id: statement.id, actor: statement['actor'] });
    const posted = await byForm('/xapi/statements?method=POST', {
      ...told(),
      content: JSON.stringify([aStatement(), aStatement()]),
    });
    expect([posted.status, JSON.parse(posted.text)]).toMatchObject([
      200,
      [expect.any(String), expect.any(String)],
    ]);
  });

  it('keeps documents, with their type and preconditions', async () => {
    const state = {
      ...told(),
      activityId: 'https://lms.example.org/course/1',
      agent: '{"mbox":"mailto:ada@example.org"}',
      stateId: randomUUID(),
    };
    const path = '/xapi/activities/state';
    const put = { ...state, content: 'a=1&b=ü', 'Content-Type': 'text/plain', 'If-None-Match': '*' };
    expect((await byForm(`${path}?method=PUT`, put)).status).toBe(204);
    expect((await byForm(`${path}?method=PUT`, put)).status).toBe(412);
    const got = await byForm(`${path}?method=GET`, state);
    expect([got.text, got.headers.get('content-type')]).toEqual(['a=1&b=ü', 'text/plain']);
    expect(got.headers.get('etag')).toMatch(/^"[0-9a-f]{40}"$/);
    expect((await byForm(`${path}?method=DELETE`, state)).status).toBe(204);
    expect((await byForm(`${path}?method=GET`, state)).status).toBe(404);
  });

  const version = (value: string) => ({ 'X-Experience-API-Version': value });
  it.each<[string, string, Record<string, string>, Record<string, string>, number, string]>([
    ['without a key', 'method=GET', {}, version('1.0.3'), 401, ''],
    ['with a parameter in the URL', 'method=GET&limit=1', {}, {}, 400, 'limit'],
    ['of no method', 'method=PATCH', {}, {}, 400, 'method'],
    ['without content', 'method=PUT', { statementId: randomUUID() }, {}, 400, 'content'],
    ['of no form', 'method=GET', {}, { 'content-type': 'application/json' }, 400, 'Content-Type'],
    ['by 2.0', 'method=GET', version('2.0.0'), {}, 400, 'method'],
    ['by 2.0 in a header', 'method=GET&x=1', {}, version('2.0.0'), 400, 'x'],
    ['by no version', 'method=GET', version('0.8'), {}, 400, 'X-Experience-API-Version'],
    ['with a method in the form', 'method=GET', { method: 'DELETE' }, {}, 400, 'method'],
    ['before its form is read', 'method=GET', { content: 'x'.repeat(300_000) }, {}, 413, ''],
  ])('is refused %s', async (name, query, form, headers, status, pointer) => {
    const own = name === 'without a key' ? {} : told();
    const answer = await byForm(`/xapi/statements?${query}`, { ...own, ...form }, headers);
    expect([answer.status, ...pointersOf(answer.text)]).toEqual([
      status,
      ...(pointer === '' ? [] : [pointer]),
    ]);
    // By 1.0.3, the last that has this syntax, unless the request asks for 2.0.
    const held = name.startsWith('by 2.0') ? '2.0.0' : '1.0.3';
    expect(answer.headers.get('x-experience-api-version')).toBe(held);
    expect(answer.headers.get('x-experience-api-consistent-through')).toMatch(/Z$/);
  });

  it.each([
    'text/plain; x="\u20ac"',
    'text/plain; x="\r\nX-Evil: 1"',
    'text/plain\u0000',
    'text/plain;\u007f',
  ])('takes no type of a document that no header could give back: %j', async (type) => {
    const form = { ...told(), ...document(), content: 'x', 'Content-Type': type };
    const put = await byForm('/xapi/activities/state?method=PUT', form);
    expect([put.status, ...pointersOf(put.text)]).toEqual([400, 'Content-Type']);
    const { content: _, 'Content-Type': __, ...asked } = form;
    expect((await byForm('/xapi/activities/state?method=GET', asked)).status).toBe(404);
  });

  it('gives back every document that it takes, whatever its form holds', async () => {
    const anyForm = fc.record({
      content: fc.string({ unit: 'binary', maxLength: 20 }),
      'Content-Type': fc.oneof(
        fc.constantFrom(
          'text/plain',
          'application/json',
          'text/plain; x="\u00e9"',
          'a/b;c',
          '',
          ' ',
          'multipart/mixed',
        ),
        fc.string({ unit: 'binary', maxLength: 10 }).map((text) => `text/plain; x="${text}"`),
        fc.string({ unit: 'binary', maxLength: 10 }),
      ),
      'If-None-Match': fc.constantFrom('*', '"x"', 'W/'),
    });
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyForm, { minLength: 8, maxLength: 8, size: 'max' }),
        fc.constantFrom('PUT', 'POST'),
        async (forms, method) => {
          const outcomes = await Promise.all(forms.map((form) => givenBack(method, form)));
          taken += outcomes.filter(Boolean).length;
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
    expect(taken).toBeGreaterThan(20);
  });

  async function givenBack(method: string, form: Record<string, string>): Promise<boolean> {
    const own = document();
    const put = await byForm(`/xapi/activities/state?method=${method}`, { ...told(), ...own, ...form });
    if (put.status >= 400 && put.status < 500) return false;
    const got = await byForm('/xapi/activities/state?method=GET', { ...told(), ...own });
    expect([put.status, got.status, got.text]).toEqual([204, 200, form['content']?.replace(/^\ufeff/, '')]);
    return true;
  }

  it('is unpacked once, whatever it is packed by', async () => {
    const statement = aStatement();
    const form = new URLSearchParams({ ...told(), content: JSON.stringify(statement) }).toString();
    const answer = await fetch(`${product.url}/xapi/statements?method=POST`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' },
      body: new Uint8Array(gzipSync(form)),
    });
    expect([answer.status, await answer.json()]).toEqual([200, [statement.id]]);
  });

  it('says everything once, and nothing that is passed over', async () => {
    for (const name of ['content', 'Authorization', 'x-experience-api-version']) {
      const content = JSON.stringify(aStatement());
      const form = new URLSearchParams({ ...told(), content });
      const known = [...form].find(([key]) => key.toLowerCase() === name.toLowerCase());
      form.append(name, known?.[1] ?? '');
      const answer = await fetch(`${product.url}/xapi/statements?method=POST`, {
        method: 'POST',
        body: form,
      });
      expect([
        answer.status,
        ...pointersOf(await answer.text()).map((pointer) => pointer.toLowerCase()),
      ]).toEqual([400, name.toLowerCase()]);
    }
    const [status] = [(await byForm('/xapi/statements?method=GET?limit=1', told())).status];
    expect(status).toBe(400);
  });

  it.each(['/xapi/../v1/findings', '/xapi/%2e%2e/v1/findings', '/xapi/statements/../../v1/findings'])(
    'reaches nothing beside xAPI: %s',
    async (path) => {
      const reader = await product.key({ scopes: ['read'] });
      // fetch would take the dots away
      const answer = await sentAsIs(`POST ${path}?method=GET HTTP/1.1`, {
        ...told(),
        Authorization: reader.authorization,
      });
      expect(answer).toMatch(/^HTTP\/1\.1 404 .*problem\+json/s);
    },
  );

  it('is for paths there are, and for no method other than POST', async () => {
    expect((await byForm('/xapi/nowhere?method=GET', told())).status).toBe(404);
    const client = new XapiClient(product, key);
    const put = await client.send('PUT', { parameters: { method: 'POST' }, body: aStatement() });
    expect(put.status).toBe(400);
  });
});

/** A form in a request whose first line is not touched; the whole answer. */
async function sentAsIs(line: string, form: Record<string, string>): Promise<string> {
  const { hostname, port } = new URL(product.url);
  const body = new URLSearchParams(form).toString();
  const socket = connect(Number(port), hostname);
  socket.write(
    `${line}\r\nHost: ${hostname}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  return text(socket);
}

/** The parameters of a document that nothing else here writes. */
const document = () => ({
  activityId: 'https://lms.example.org/c',
  agent: '{"mbox":"mailto:ada@example.org"}',
  stateId: randomUUID(),
});

function pointersOf(text: string): string[] {
  const { errors = [] } = JSON.parse(text) as { errors?: { pointer: string }[] };
  return errors.map(({ pointer }) => pointer);
}
