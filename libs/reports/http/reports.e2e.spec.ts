import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseInstant, projectRoot, SettableClock } from '#platform';
import { startProduct, type TestKey, type TestProduct } from '../../../test/support/product.ts';
import { z } from 'zod';

const program = 'ai-reskilling-2026';
const order = { document: 'learning-development', period: '2026-08' };
const report = z.object({
  id: z.string(),
  state: z.string(),
  edition: z.number().nullable(),
  sha256: z.string(),
  names: z.boolean(),
  knownBy: z.string(),
  failure: z.string(),
  gate: z.array(z.object({ name: z.string(), outcome: z.string() })),
  madeWith: z.record(z.string(), z.string()),
  pdf: z.string().nullable(),
});
type Report = z.infer<typeof report>;

const SEPTEMBER = parseInstant('2026-09-01T06:00:00Z');
let clock: SettableClock;
let product: TestProduct;
let admin: TestKey;
let leader: TestKey;
let people: TestKey;
let reader: TestKey;
let stranger: TestKey;

beforeAll(async () => {
  if (SEPTEMBER === null) throw new Error('No moment.');
  clock = new SettableClock(SEPTEMBER);
  product = await startProduct({ clock });
  admin = await product.key({ scopes: ['admin'] });
  leader = await product.key({ scopes: ['read', 'reports'] });
  people = await product.key({ scopes: ['read', 'reports', 'people'] });
  reader = await product.key({ scopes: ['read'] });
  stranger = await product.key({ scopes: ['read', 'reports', 'people'], tenant: 'other' });
  const defined = await call(admin, `/v1/programs/${program}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/yaml' },
    body: readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8'),
  });
  if (!defined.ok) throw new Error(await defined.text());
  await send(
    ['nadia-behind', 'omar-behind', 'pia-behind', 'quin-behind', 'rosa-behind', 'sam-behind'].map(
      (learner) => ({
        type: 'plumbline.learner.enrolled',
        id: `enrolled-${learner}`,
        time: '2026-07-01T08:00:00Z',
        data: { program, learner, cohort: 'summer-2026', role: 'change-champion', team: 'claims' },
      }),
    ),
  );
});
afterAll(() => product.stop());

function call(key: TestKey | null, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (key !== null) headers.set('authorization', key.authorization);
  return fetch(`${product.url}${path}`, { redirect: 'manual', ...init, headers });
}

async function send(events: readonly object[]): Promise<void> {
  const answer = await call(admin, '/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events.map((event) => ({ specversion: '1.0', source: 'urn:test', ...event }))),
  });
  if (answer.status !== 200) throw new Error(await answer.text());
}

function ask(key: TestKey, body: object, on = program): Promise<Response> {
  return call(key, `/v1/programs/${on}/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Orders a report and waits until it is made. */
async function make(key: TestKey, body: object): Promise<Report> {
  const accepted = await ask(key, body);
  expect(accepted.status).toBe(202);
  const location = accepted.headers.get('location') ?? '';
  for (;;) {
    const now = report.parse(await (await call(key, location)).json());
    if (now.state === 'done' || now.state === 'failed') return now;
    await sleep(50);
  }
}

async function pdfOf(key: TestKey, { id }: Report): Promise<Buffer> {
  const answer = await call(key, `/v1/reports/${id}.pdf`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  return Buffer.from(await answer.arrayBuffer());
}

describe('POST /v1/programs/{program}/reports', () => {
  it('makes a PDF that passed every check, and the same one for the same numbers', async () => {
    const first = await make(leader, order);
    expect(first).toMatchObject({ state: 'done', edition: 1, names: false, failure: '' });
    expect(first.gate.length).toBeGreaterThan(5);
    expect(first.gate.every(({ outcome }) => outcome === 'passed')).toBe(true);
    expect(Object.keys(first.madeWith).sort()).toEqual(['fonts', 'renderer', 'templates']);
    const bytes = await pdfOf(leader, first);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(first.sha256);

    const again = await make(leader, order);
    expect(again).toMatchObject({ edition: 1, sha256: first.sha256 });
    expect((await pdfOf(leader, again)).equals(bytes)).toBe(true);
  });

  it('makes a new edition after late events, and keeps the old one', async () => {
    const body = { document: 'security-compliance', period: '2026-08' };
    const first = await make(leader, body);
    const bytes = await pdfOf(leader, first);
    clock.advanceTo(parseInstant('2026-09-02T06:00:00Z') ?? clock.now());
    await send([
      {
        type: 'plumbline.use-case.registered',
        id: 'late-case',
        time: '2026-08-03T08:00:00Z',
        data: { program, useCase: 'UC-7', version: '1', tier: 'high', owner: 'Olu' },
      },
      {
        type: 'plumbline.use-case.first-used',
        id: 'late-use',
        time: '2026-08-04T08:00:00Z',
        data: { program, useCase: 'UC-7' },
      },
    ]);
    const second = await make(leader, body);
    expect(second.edition).toBe(2);
    expect(second.sha256).not.toBe(first.sha256);
    const page = await (await call(leader, `/dashboards/${program}/executive?asOf=2026-08-31`)).text();
    expect(page).toContain('UC-7');
    const firstAgain = await make(leader, { ...body, knownBy: first.knownBy });
    expect(firstAgain.edition).toBe(1);
    expect((await pdfOf(leader, firstAgain)).equals(bytes)).toBe(true);
  });

  it.each([
    [{ document: 'gossip', period: '2026-08' }, '/document'],
    [{ document: 'executive', period: 'August' }, '/period'],
    [{ document: 'executive', period: '2026-13' }, '/period'],
    [{ document: 'executive', period: '2027-01' }, '/period'],
    [{ document: 'executive', period: '2026-01' }, '/period'],
    [{ document: 'executive', period: '2026-08', knownBy: 'yesterday' }, 'knownBy'],
    [{ document: 'executive', period: '2026-08', format: 'A3' }, '/format'],
    [{ document: 'executive', period: '2026-08', tenant: 'other' }, '/tenant'],
  ])('refuses %j and says where it is wrong', async (body, pointer) => {
    const answer = await ask(leader, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [expect.objectContaining({ pointer })] });
  });

  it('needs the scope reports, and a program', async () => {
    expect((await ask(reader, order)).status).toBe(403);
    expect((await ask(leader, order, 'nothing')).status).toBe(404);
  });

  it('names learners only for the scope people, and shows such an edition to nobody else', async () => {
    const named = await make(people, order);
    expect(named).toMatchObject({ state: 'done', names: true });
    expect((await call(leader, `/v1/reports/${named.id}`)).status).toBe(403);
    expect((await call(leader, `/v1/reports/${named.id}.pdf`)).status).toBe(403);
  });

  it('shows another tenant nothing', async () => {
    const made = await make(leader, order);
    expect((await ask(stranger, order)).status).toBe(404);
    expect((await call(stranger, `/v1/reports/${made.id}`)).status).toBe(404);
    expect((await call(stranger, `/v1/reports/${made.id}.pdf`)).status).toBe(404);
    expect((await call(stranger, `/dashboards/${program}/executive`)).status).toBe(404);
    expect(await (await call(stranger, '/dashboards')).text()).not.toContain(program);
  });
});

describe('GET /dashboards/{program}/{document}', () => {
  it('is the document as a page that runs and fetches nothing', async () => {
    const answer = await call(reader, `/dashboards/${program}/executive`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await answer.text();
    expect(page).toContain('AI Reskilling 2026');
    expect(page).not.toContain('<script');
  });

  it('names learners only for the scope people', async () => {
    const page = async (key: TestKey) =>
      (await call(key, `/dashboards/${program}/learning-development`)).text();
    expect(await page(people)).toContain('nadia-behind');
    expect(await page(reader)).not.toContain('nadia-behind');
  });

  it('answers at the clocks it is asked for', async () => {
    const ahead = await call(reader, `/dashboards/${program}/executive?asOf=2026-08-31&knownBy=2026-09-30`);
    expect(ahead.status).toBe(400);
    const page = await (await call(reader, `/dashboards/${program}/executive?asOf=2026-08-01`)).text();
    expect(page).toContain('1 Aug 2026, 23:59 CEST');
    expect((await call(reader, `/dashboards/${program}/executive?until=now`)).status).toBe(400);
    expect((await call(reader, `/dashboards/${program}/gossip`)).status).toBe(404);
  });

  it('is closed without a key: a browser is led to the sign-in, others get 401', async () => {
    const path = `/dashboards/${program}/executive`;
    expect((await call(null, path)).status).toBe(401);
    const browser = await call(null, path, { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(browser.status).toBe(302);
    expect(browser.headers.get('location')).toBe(`/dashboards/sign-in?next=${encodeURIComponent(path)}`);
  });
});

describe('/dashboards/sign-in', () => {
  const form = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    call(null, '/dashboards/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    });

  it('turns a key into a session that opens pages and nothing else', async () => {
    const next = `/dashboards/${program}/executive`;
    expect(await (await call(null, `/dashboards/sign-in?next=${next}`)).text()).toContain(`value="${next}"`);
    const answer = await form({ key: `${reader.id}.${reader.secret}`, next });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(next);
    const set = answer.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/HttpOnly; SameSite=Strict/);
    const cookie = set.split(';')[0] ?? '';
    expect((await call(null, next, { headers: { cookie } })).status).toBe(200);
    expect((await call(null, `/v1/programs/${program}/scorecard`, { headers: { cookie } })).status).toBe(401);
    await call(admin, `/v1/keys/${reader.id}`, { method: 'DELETE' });
    expect((await call(null, next, { headers: { cookie } })).status).toBe(401);
    reader = await product.key({ scopes: ['read'] });
  });

  it('tells on the page what was wrong, and leads nowhere else', async () => {
    const wrong = await form({ key: `${reader.id}.wrong`, next: 'https://evil.example/' });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('set-cookie')).toBeNull();
    const page = await wrong.text();
    expect(page).toContain('This key is not known');
    expect(page).not.toContain('evil.example');
    expect((await form({})).status).toBe(400);
    const key = `${reader.id}.${reader.secret}`;
    expect((await form({ key, next: '//evil.example' })).headers.get('location')).toBe('/dashboards');
    const foreign = await form({ key }, { 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).toBe(403);
    expect(foreign.headers.get('set-cookie')).toBeNull();
  });
});
