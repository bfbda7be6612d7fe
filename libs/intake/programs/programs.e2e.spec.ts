import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SettableClock, projectRoot, type Instant } from '#platform';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';

const PROGRAM = 'ai-reskilling-2026';
const example = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
/** The example, in force from a day, with a title of its own. */
const definition = (from: string, title: string) =>
  example.replace('effectiveFrom: 2026-06-15', `effectiveFrom: ${from}`).replace('AI Reskilling 2026', title);

let product: TestProduct;
beforeAll(async () => {
  product = await startProduct({ clock: new SettableClock('2026-07-10T12:00:00.000000Z' as Instant) });
});
afterAll(() => product.stop());

interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly json: unknown;
}

/** The program of a tenant of its own. */
async function programOf(tenant: string) {
  const key: TestKey = await product.key({ scopes: ['admin'], tenant });
  const call = async (init: RequestInit): Promise<Answer> => {
    const answer = await fetch(`${product.url}/v1/programs/${PROGRAM}`, init);
    return { status: answer.status, etag: answer.headers.get('etag') ?? '', json: await answer.json() };
  };
  const authorization = key.authorization;
  return {
    put: (body: string, conditions: Readonly<Record<string, string>> = {}) =>
      call({
        method: 'PUT',
        headers: { authorization, 'content-type': 'application/yaml', ...conditions },
        body,
      }),
    get: () => call({ headers: { authorization } }),
  };
}

describe('PUT /v1/programs/{program}', () => {
  it('defines with If-None-Match: * only what is not defined', async () => {
    const { put, get } = await programOf('none-match');
    const made = await put(example, { 'if-none-match': '*' });
    expect([made.status, (await get()).etag]).toEqual([200, made.etag]);
    for (const body of [example, definition('2026-06-15', 'Another')]) {
      const again = await put(body, { 'if-none-match': '*' });
      expect([again.status, again.json]).toMatchObject([
        412,
        { detail: expect.stringContaining(made.etag), type: 'urn:plumbline:problem:precondition-failed' },
      ]);
    }
    expect((await get()).etag).toBe(made.etag);
  });

  it('changes with If-Match only the version that was read', async () => {
    const { put } = await programOf('match');
    expect((await put(example, { 'if-match': '*' })).status).toBe(412);
    const first = await put(example);
    const second = await put(definition('2026-06-15', 'Second'), { 'if-match': first.etag });
    expect([second.status, second.etag === first.etag]).toEqual([200, false]);
    const third = definition('2026-06-15', 'Third');
    expect((await put(third, { 'if-match': first.etag })).status).toBe(412);
    expect((await put(third, { 'if-match': `W/${second.etag}` })).status).toBe(412);
    expect((await put(third, { 'if-match': `"x", ${second.etag}` })).status).toBe(200);
  });

  it.each(['if-match', 'if-none-match'])('refuses a malformed %s and changes nothing', async (header) => {
    const { put, get } = await programOf(`malformed-${header}`);
    const { etag } = await put(example);
    for (const value of [etag.replaceAll('"', ''), `${etag} ${etag}`, '"', '*,*', ',']) {
      const answer = await put(definition('2026-06-15', 'Malformed'), { [header]: value });
      expect([value, answer.status, answer.json]).toMatchObject([
        value,
        400,
        { errors: [{ pointer: expect.stringMatching(new RegExp(`^${header}$`, 'i')) }] },
      ]);
    }
    expect((await get()).etag).toBe(etag);
  });

  it('refuses a definition that a later one would hide, and says from when it would count', async () => {
    const { put, get } = await programOf('hidden');
    const inForce = await put(example);
    const hidden = await put(definition('2026-06-14', 'Never seen'));
    expect([hidden.status, hidden.json]).toMatchObject([
      409,
      {
        type: 'urn:plumbline:problem:hidden-definition',
        detail: expect.stringContaining('2026-06-13T22:00:00.000000Z'),
        errors: [
          {
            pointer: '/program/effectiveFrom',
            reason: 'Set it to 2026-06-14T22:00:00.000000Z or later.',
          },
        ],
      },
    ]);
    expect((await get()).etag).toBe(inForce.etag);
    const moment = await put(definition('"2026-06-14T22:00:00Z"', 'From the same moment'));
    expect([moment.status, (await get()).etag]).toEqual([200, moment.etag]);
  });

  it('takes a planned definition, which then hides what would begin before it', async () => {
    const { put, get } = await programOf('planned');
    const now = await put(example);
    const planned = await put(definition('2026-09-01', 'From September'));
    expect([planned.status, (await get()).etag]).toEqual([200, now.etag]);
    expect((await put(definition('2026-08-01', 'From August'))).status).toBe(409);
    expect((await put(definition('2026-10-01', 'From October'))).status).toBe(200);
  });
});

describe('GET /v1/programs/{program}', () => {
  it('lists the learners in scope to keys with the scope people alone', async () => {
    const tenant = 'scoped';
    const { put, get } = await programOf(tenant);
    const scoped = `${example.replace(/^scope:[^]*?\n(?=\S)/m, '')}\nscope: { learners: [E-1001, E-1002] }\n`;
    expect((await put(scoped)).status).toBe(200);
    expect((await get()).json).toMatchObject({ definition: { scope: { learners: ['E-1001', 'E-1002'] } } });
    const reader = await product.key({ scopes: ['read'], tenant });
    const answer = await fetch(`${product.url}/v1/programs/${PROGRAM}`, {
      headers: { authorization: reader.authorization },
    });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, (await get()).etag]);
    expect(await answer.json()).toMatchObject({ definition: { scope: { learners: null } } });
  });
});
