import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogue } from '#events';
import { projectRoot } from '#platform';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';

const VERBS = 'http://adlnet.gov/expapi/verbs/';
const PROGRAM = 'ai-reskilling-2026';

let product: TestProduct;
let lms: TestKey;
let reader: TestKey;
let people: TestKey;
let stranger: TestKey;
beforeAll(async () => {
  product = await startProduct();
  const admin = await product.key({ scopes: ['admin'] });
  lms = await product.key({ scopes: ['ingest'] });
  reader = await product.key({ scopes: ['read'] });
  people = await product.key({ scopes: ['read', 'people'] });
  stranger = await product.key({ scopes: ['admin'], tenant: 'other' });
  const yaml = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
  await ask(admin, `/v1/programs/${PROGRAM}`, { method: 'PUT', body: yaml, type: 'application/yaml' });
  await statement('ada', 'completed', 'https://nobody.example.org/course/1');
  await statement('ada', 'completed', 'https://nobody.example.org/course/1');
  await statement('bob', 'pondered', 'https://nobody.example.org/course/2');
});
afterAll(async () => {
  await product.stop();
});

async function ask(
  key: TestKey | null,
  path: string,
  { method = 'GET', body, type }: { method?: string; body?: string; type?: string } = {},
) {
  const headers = {
    ...(key ? { authorization: key.authorization } : {}),
    ...(type ? { 'content-type': type } : {}),
    'x-experience-api-version': '1.0.3',
  };
  const answer = await fetch(`${product.url}${path}`, { method, headers, body: body ?? null });
  const text = await answer.text();
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    json: JSON.parse(text || 'null'),
  };
}

async function statement(name: string, verb: string, activity: string): Promise<void> {
  const body = JSON.stringify({
    actor: { mbox: `mailto:${name}@example.org` },
    verb: { id: `${VERBS}${verb}` },
    object: { id: activity },
  });
  const answer = await ask(lms, '/xapi/statements', { method: 'POST', body, type: 'application/json' });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.json));
}

const keys = (page: { entries: { key: string; statements: number }[] }) =>
  page.entries.map(({ key, statements }) => [key, statements]);

describe('what no program knows', () => {
  it('is listed with counts, the latest seen first; actors only for a key with people', async () => {
    const { status, json } = await ask(reader, '/v1/unmapped');
    expect(status).toBe(200);
    expect(keys(json.activities)).toEqual([
      ['https://nobody.example.org/course/2', 1],
      ['https://nobody.example.org/course/1', 2],
    ]);
    expect(keys(json.verbs)).toEqual([[`${VERBS}pondered`, 1]]);
    expect(json.actors).toBeUndefined();
    expect(JSON.stringify(json)).not.toContain('ada@');
    expect((await ask(reader, '/v1/unmapped?kind=actors')).status).toBe(403);
    const named = await ask(people, '/v1/unmapped?kind=actors');
    expect(keys(named.json.actors)).toEqual([
      ['mbox:mailto:bob@example.org', 1],
      ['mbox:mailto:ada@example.org', 2],
    ]);
    expect(named.json.activities).toBeUndefined();
  });

  it('comes a page at a time, and a cursor serves its own list alone', async () => {
    const first = (await ask(reader, '/v1/unmapped?kind=activities&limit=1')).json.activities;
    expect(keys(first)).toEqual([['https://nobody.example.org/course/2', 1]]);
    const second = await ask(reader, `/v1/unmapped?kind=activities&limit=1&cursor=${first.next}`);
    expect(keys(second.json.activities)).toEqual([['https://nobody.example.org/course/1', 2]]);
    expect(second.json.activities.next).toBeNull();
    expect((await ask(reader, `/v1/unmapped?kind=verbs&cursor=${first.next}`)).status).toBe(400);
    expect((await ask(reader, '/v1/unmapped?cursor=bm8')).status).toBe(400);
    expect((await ask(reader, '/v1/unmapped?colour=red')).status).toBe(400);
  });

  it('is not told for a moment that is not known yet, also when a cursor claims it', async () => {
    const { next } = (await ask(reader, '/v1/unmapped?kind=activities&limit=1')).json.activities;
    const given = JSON.parse(Buffer.from(next, 'base64url').toString());
    for (const knownBy of ['2299-01-01T00:00:00.000000Z', new Date(Date.now() + 60_000).toISOString()]) {
      const forged = Buffer.from(JSON.stringify({ ...given, knownBy })).toString('base64url');
      const { status, json } = await ask(reader, `/v1/unmapped?kind=activities&cursor=${forged}`);
      expect([status, json]).toMatchObject([
        400,
        { errors: [{ pointer: 'cursor', reason: expect.stringContaining('knownBy') }] },
      ]);
    }
  });

  it('shrinks when a learner is enrolled under the identity, and holds nothing of another tenant', async () => {
    const event = {
      specversion: '1.0',
      id: 'enrol-ada',
      source: 'https://hr.example.org',
      type: 'plumbline.learner.enrolled',
      time: '2026-07-01T08:00:00Z',
      data: {
        program: PROGRAM,
        learner: 'E-1',
        cohort: 'summer-2026',
        identities: [{ mbox: 'mailto:ada@example.org' }],
      },
    };
    const sent = await ask(lms, '/v1/events', {
      method: 'POST',
      body: JSON.stringify(event),
      type: 'application/cloudevents+json',
    });
    expect(sent.json).toMatchObject({ accepted: 1 });
    const { json } = await ask(people, '/v1/unmapped?kind=actors');
    expect(keys(json.actors)).toEqual([['mbox:mailto:bob@example.org', 1]]);
    const other = await ask(stranger, '/v1/unmapped');
    const empty = { entries: [], next: null };
    expect(other.json).toMatchObject({ activities: empty, verbs: empty, actors: empty });
  });
});

describe('findings', () => {
  it('name what events contradict, without names, and nothing of another tenant', async () => {
    const incident = (type: string, time: string, data: object = {}) => ({
      specversion: '1.0',
      id: `${type}-1`,
      source: 'https://oncall.example.org',
      type: `plumbline.incident.${type}`,
      time,
      data: { incident: 'INC-1', program: PROGRAM, ...data },
    });
    const events = [
      incident('opened', '2026-07-10T08:00:00Z', { severity: 'sev2', startedAt: '2026-07-10T08:00:00Z' }),
      incident('detected', '2026-07-10T09:00:00Z'),
      incident('mitigated', '2026-07-10T08:30:00Z'),
    ];
    const sent = await ask(lms, '/v1/events', {
      method: 'POST',
      body: JSON.stringify(events),
      type: 'application/cloudevents-batch+json',
    });
    expect(sent.json).toMatchObject({ accepted: 3, rejected: [] });
    const { status, json } = await ask(reader, '/v1/findings');
    expect(status).toBe(200);
    expect(json.findings).toEqual([
      expect.objectContaining({
        kind: 'mitigated before detected',
        part: 'quarantined',
        program: PROGRAM,
        kpi: 'incident-response',
        count: 1,
        example: expect.objectContaining({ source: 'https://oncall.example.org', id: 'mitigated-1' }),
      }),
    ]);
    expect((await ask(reader, `/v1/findings?program=${PROGRAM}`)).json.findings).toEqual(json.findings);
    expect((await ask(stranger, '/v1/findings')).json.findings).toEqual([]);
    expect((await ask(stranger, `/v1/findings?program=${PROGRAM}`)).status).toBe(404);
    expect((await ask(lms, '/v1/findings')).status).toBe(403);
    expect((await ask(null, '/v1/findings')).status).toBe(401);
  });
});

describe('schemas', () => {
  it('of every type are public, and those of no type are 404', async () => {
    for (const type of ['cloud-event', ...catalogue.keys()]) {
      const { status, type: media, json } = await ask(null, `/schemas/${type}.json`);
      expect([type, status, media]).toEqual([type, 200, 'application/schema+json; charset=utf-8']);
      expect(json.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    }
    expect((await ask(null, '/schemas/plumbline.learner.gone.json')).status).toBe(404);
  });
});
