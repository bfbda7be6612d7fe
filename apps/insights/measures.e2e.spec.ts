import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SettableClock, projectRoot, type Instant } from '#platform';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';

const PROGRAM = 'ai-reskilling-2026';
const MEASURES = `/v1/programs/${PROGRAM}/measures`;
const clock = new SettableClock('2026-11-02T12:00:00.000000Z' as Instant);

let product: TestProduct;
let reader: TestKey;
let people: TestKey;

beforeAll(async () => {
  product = await startProduct({ clock });
  const admin = await product.key({ scopes: ['admin'] });
  reader = await product.key({ scopes: ['read'] });
  people = await product.key({ scopes: ['read', 'people'] });
  const yaml = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
  const headers = { authorization: admin.authorization };
  const put = await fetch(`${product.url}/v1/programs/${PROGRAM}`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/yaml' },
    body: yaml,
  });
  if (!put.ok) throw new Error(await put.text());
  const sent = await fetch(`${product.url}/v1/events`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(history()),
  });
  const text = await sent.text();
  if (!sent.ok || !text.includes('"rejected":[]')) throw new Error(text);
});
afterAll(() => product.stop());

/** Twelve model operators, of whom nine complete in July and August, and six champions, all of whom complete. */
function history(): object[] {
  const events: object[] = [];
  const tell = (noun: string, time: string, data: object) =>
    events.push({
      specversion: '1.0',
      id: `event-${events.length + 1}`,
      source: 'https://tools.example.org',
      type: `plumbline.${noun}`,
      time,
      data: { program: PROGRAM, ...data },
    });
  const finish = (learner: string, module: string, day: string) =>
    tell('module.completed', `${day}T10:00:00Z`, { learner, module });
  const enrol = (learner: string, role: string) =>
    tell('learner.enrolled', '2026-07-01T08:00:00Z', {
      learner,
      cohort: 'summer-2026',
      role,
      team: 'platform',
    });
  for (let number = 1; number <= 12; number += 1) {
    const learner = `operator-${number}`;
    enrol(learner, 'model-operator');
    finish(learner, 'ai-literacy', '2026-07-10');
    if (number > 11) continue;
    finish(learner, 'guardrails', '2026-07-11');
    if (number > 9) continue;
    finish(learner, 'monitoring-drift', '2026-08-10');
    finish(learner, 'incident-drill', '2026-08-11');
  }
  for (let number = 1; number <= 6; number += 1) {
    const learner = `champion-${number}`;
    enrol(learner, 'change-champion');
    finish(learner, 'ai-literacy', '2026-07-10');
    finish(learner, 'guardrails', '2026-07-11');
  }
  return events;
}

async function ask(key: TestKey | null, path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${product.url}${path}`, {
    headers: { ...(key ? { authorization: key.authorization } : {}), ...headers },
  });
  const text = await answer.text();
  return { status: answer.status, text, json: text.startsWith('{') ? JSON.parse(text) : null };
}

const measure = async (id: string, query = '') => (await ask(people, `${MEASURES}/${id}${query}`)).json;

describe('supporting measures', () => {
  it('are listed with what they count, and documented', async () => {
    const { status, json } = await ask(reader, MEASURES);
    expect(status).toBe(200);
    expect(json.measures).toContainEqual(
      expect.objectContaining({
        measure: 'completion-by-track',
        title: 'Training completion by track',
        unit: 'share',
      }),
    );
    const { json: documents } = await ask(null, '/openapi.json');
    const documented = documents.paths['/v1/programs/{program}/measures/{measure}'].get.parameters.find(
      ({ name }: { name: string }) => name === 'measure',
    );
    const listed = json.measures.map(({ measure }: { measure: string }) => measure);
    expect(documented.schema.enum).toEqual(listed);
  });

  it('answer at both clocks, and echo them', async () => {
    const now = await measure('completion-by-track');
    expect(now).toMatchObject({ measure: 'completion-by-track', value: 15 / 18, n: 18, numerator: 15 });
    expect(now.asOf).toMatch(/^2026-11-02T12:00:00/);
    expect(now.asOf).toBe(now.knownBy);
    const then = await measure('completion-by-track', '?asOf=2026-07-20');
    expect(then).toMatchObject({
      value: 6 / 18,
      asOf: '2026-07-20T21:59:59.999999Z',
      knownBy: now.knownBy,
      period: { closed: false },
      notes: ['Windows still run: these are shares to date.'],
    });
  });

  it('refuse what they do not know with what would be right', async () => {
    const unknown = await ask(reader, `${MEASURES}/completion`);
    expect([unknown.status, unknown.json.detail]).toEqual([
      404,
      expect.stringContaining('completion-by-track'),
    ]);
    for (const [query, pointer] of [
      ['by=planet', '/by'],
      ['by=team', 'by'],
      ['asOf=yesterday', 'asOf'],
      ['knownBy=2027-01-01', 'knownBy'],
    ]) {
      const { status, json } = await ask(reader, `${MEASURES}/completion-by-track?${query}`);
      expect([query, status, json.errors[0].pointer]).toEqual([query, 400, pointer]);
    }
    expect((await ask(reader, '/v1/programs/nobodys/measures')).status).toBe(404);
    expect((await ask(null, MEASURES)).status).toBe(401);
  });

  it('come as CSV too', async () => {
    const { text } = await ask(reader, `${MEASURES}/completion-by-track`, { accept: 'text/csv' });
    const [header, whole, ...rows] = text.trim().split('\r\n');
    expect(header).toMatch(/^measure,key,title,column,asOf,/);
    expect(whole).toContain('completion-by-track,,Training completion by track,');
    expect(rows).toHaveLength(2);
  });

  it('show the events behind them to keys with the scope people', async () => {
    const evidence = `${MEASURES}/completion-by-track/evidence`;
    expect((await ask(reader, evidence)).status).toBe(403);
    const { json } = await ask(people, `${evidence}?key=model-operations&part=numerator&limit=4`);
    expect([json.counts, json.entries.length]).toEqual([{ numerator: 9, denominator: 12 }, 4]);
    expect(json.entries[0]).toMatchObject({ part: 'numerator', source: 'https://tools.example.org' });
    const next = await ask(people, `${evidence}?cursor=${json.next}`);
    expect(next.json).toMatchObject({ next: null, asOf: json.asOf });
    expect(next.json.entries).toHaveLength(5);
    const nowhere = await ask(people, `${evidence}?key=astronomy`);
    expect([nowhere.status, nowhere.json.errors[0].reason]).toEqual([
      400,
      expect.stringContaining('model-operations'),
    ]);
  });
});

describe('completion-by-track', () => {
  it('has a row for each track, and one for the roles without', async () => {
    const { rows } = await measure('completion-by-track');
    expect(rows).toMatchObject([
      { key: 'model-operations', value: 0.75, numerator: 9, denominator: 12, suppressed: false },
      { key: 'none', title: 'No track', value: 1, n: 6 },
    ]);
  });
});
