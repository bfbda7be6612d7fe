import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { aStatement } from '#test/support/statements';

const CONTENT = 'https://content.example.org';
const ELSEWHERE = 'https://elsewhere.example.org:8443';
const NOBODY = 'https://nobody.example.org';

let product: TestProduct;
let browsers: TestKey;
let other: TestKey;
let servers: TestKey;
beforeAll(async () => {
  product = await startProduct();
  browsers = await product.key({ scopes: ['ingest', 'read'], origins: [CONTENT] });
  other = await product.key({ scopes: ['ingest'], origins: [ELSEWHERE], tenant: 'other' });
  servers = await product.key({ scopes: ['ingest', 'read'] });
});
afterAll(() => product.stop());

function ask(method: string, path: string, headers: Record<string, string>, body?: string) {
  return fetch(`${product.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
}

const preflight = (origin: string, path = '/xapi/statements') =>
  ask('OPTIONS', path, {
    origin,
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'authorization,content-type,x-experience-api-version',
  });

/** A request as content in a page of that origin sends it. */
const send = (key: TestKey | null, origin: string, body = JSON.stringify(aStatement())) =>
  ask(
    'POST',
    '/xapi/statements',
    {
      origin,
      'content-type': 'application/json',
      'x-experience-api-version': '1.0.3',
      ...(key ? { authorization: key.authorization } : {}),
    },
    body,
  );

const allowed = (answer: Response) => answer.headers.get('access-control-allow-origin');

describe('Content of another origin', () => {
  it('may ask first, from the origins that any key names', async () => {
    for (const origin of [CONTENT, ELSEWHERE])
      for (const path of ['/xapi/statements', '/xapi/activities/state', '/xapi/agents/profile']) {
        const answer = await preflight(origin, path);
        expect([answer.status, allowed(answer), await answer.text()]).toEqual([204, origin, '']);
        expect(answer.headers.get('access-control-allow-methods')).toMatch(/\bPUT\b.*\bDELETE\b/);
        expect(answer.headers.get('access-control-allow-headers')?.toLowerCase()).toMatch(
          /authorization.*if-match.*x-experience-api-version/,
        );
        expect(answer.headers.get('vary')).toMatch(/origin/i);
      }
    const refused = await preflight(NOBODY);
    expect([refused.status, allowed(refused)]).toEqual([403, null]);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining(`--origin ${NOBODY}`) });
  });

  it('may use a key from the origins that this key names, and read what is answered', async () => {
    const answer = await send(browsers, CONTENT);
    expect([answer.status, allowed(answer)]).toEqual([200, CONTENT]);
    expect(answer.headers.get('access-control-expose-headers')).toMatch(/ETag.*Consistent-Through/);
    // an error is read too
    const bad = await send(browsers, CONTENT, '{}');
    expect([bad.status, allowed(bad)]).toEqual([400, CONTENT]);
    const unknown = await send(null, CONTENT);
    expect([unknown.status, allowed(unknown)]).toEqual([401, CONTENT]);
  });

  it('may not use a key from an origin that another key names, and stores nothing', async () => {
    for (const [key, origin] of [
      [browsers, ELSEWHERE],
      [other, CONTENT],
      [browsers, NOBODY],
    ] as const) {
      const statement = aStatement();
      const answer = await send(key, origin, JSON.stringify(statement));
      expect([origin, answer.status, allowed(answer)]).toEqual([origin, 403, null]);
      const found = await ask('GET', `/xapi/statements?statementId=${statement.id}`, {
        authorization: servers.authorization,
        'x-experience-api-version': '1.0.3',
      });
      expect(found.status).toBe(404);
    }
  });

  it('is nothing to a key that names no origin: servers may send the header, and no page reads the answer', async () => {
    const answer = await send(servers, CONTENT);
    expect([answer.status, allowed(answer)]).toEqual([200, null]);
  });

  it('reads in the alternate syntax what the key in the form lets it read, and no more', async () => {
    const byForm = (key: TestKey, origin: string) =>
      ask(
        'POST',
        '/xapi/statements?method=POST',
        { origin, 'content-type': 'application/x-www-form-urlencoded' },
        new URLSearchParams({
          Authorization: key.authorization,
          'X-Experience-API-Version': '1.0.3',
          content: JSON.stringify(aStatement()),
        }).toString(),
      );
    for (const [key, origin, status, readable] of [
      [browsers, CONTENT, 200, CONTENT],
      [servers, CONTENT, 200, null],
      [other, CONTENT, 403, null],
      [servers, NOBODY, 403, null],
    ] as const) {
      const answer = await byForm(key, origin);
      expect([answer.status, allowed(answer)]).toEqual([status, readable]);
      expect(answer.headers.has('access-control-expose-headers')).toBe(readable !== null);
    }
  });

  it('is not let in by another spelling of the path', async () => {
    const statement = aStatement();
    const headers = {
      origin: NOBODY,
      'content-type': 'application/json',
      'x-experience-api-version': '1.0.3',
      authorization: browsers.authorization,
    };
    const answer = await ask('POST', '/%78api/statements', headers, JSON.stringify(statement));
    expect(answer.status).toBe(403);
    const asked = { ...headers, origin: CONTENT };
    expect(allowed(await ask('POST', '/%78api/statements', asked, JSON.stringify(statement)))).toBe(CONTENT);
  });

  it('is not let near the rest of the product', async () => {
    const answer = await preflight(CONTENT, '/v1/events');
    expect([answer.status, allowed(answer)]).toEqual([404, null]);
  });

  it('is named as browsers name it, or the key is refused', async () => {
    const admin = await product.key({ scopes: ['admin'] });
    for (const origin of [`${CONTENT}/`, 'content.example.org', '*', 'null', 'file:///x']) {
      const answer = await ask(
        'POST',
        '/v1/keys',
        { authorization: admin.authorization, 'content-type': 'application/json' },
        JSON.stringify({ name: 'page', scopes: ['ingest'], origins: [origin] }),
      );
      expect([origin, answer.status]).toEqual([origin, 400]);
      expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/origins/0' }] });
    }
  });
});
