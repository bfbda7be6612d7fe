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

/** Twelve model operators, of whom nine complete, six champions, all of whom do, and one who came late; and some work. */
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
  tell('learner.enrolled', '2026-10-01T08:00:00Z', {
    learner: 'late-1',
    cohort: 'summer-2026',
    role: 'change-champion',
  });
  const incident = (noun: string, time: string, data: object = {}) =>
    tell(`incident.${noun}`, time, { incident: 'INC-1', ...data });
  incident('opened', '2026-08-01T10:00:00Z', {
    severity: 'sev1',
    team: 'platform',
    startedAt: '2026-08-01T09:30:00Z',
  });
  incident('detected', '2026-08-01T10:00:00Z');
  incident('acknowledged', '2026-08-01T10:05:00Z');
  incident('resolved', '2026-08-01T12:00:00Z', { notesScore: 4 });
  const useCase = { useCase: 'triage', version: '1' };
  tell('use-case.registered', '2026-07-01T08:00:00Z', { ...useCase, tier: 'high', owner: 'Olu Ade' });
  tell('exception.granted', '2026-10-23T12:00:00Z', {
    useCase: 'triage',
    exception: 'EX-1',
    approver: 'Henrik Sand',
    reason: 'the board meets in December',
    expires: '2026-12-01T00:00:00Z',
  });
  tell('prompt.registered', '2026-07-01T08:00:00Z', { prompt: 'p-1', version: '1', owner: 'Ines Keller' });
  for (const run of ['1', '2', '3'])
    tell('prompt.reviewed', '2026-09-10T08:00:00Z', {
      prompt: 'p-1',
      version: '1',
      item: 'i-1',
      run,
      reviewer: 'Ada',
      rubricVersion: '2',
      criteria: { clarity: 4, grounding: 4, safety: 5, completeness: 4, formatCompliance: 5 },
    });
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
    expect(now).toMatchObject({ measure: 'completion-by-track', value: 15 / 19, n: 19, numerator: 15 });
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

describe('not-complete', () => {
  it('names who lacks what, to keys with the scope people alone', async () => {
    const refused = await ask(reader, `${MEASURES}/not-complete`);
    expect([refused.status, refused.json.detail]).toEqual([
      403,
      'The measure not-complete lists people; that needs a key with the scope people.',
    ]);
    const { value, details, rows } = await measure('not-complete');
    // 85% of 19 are 17: two more than the 15 who completed, and one still has time
    expect([value, details]).toEqual([4, { moreNeeded: 2, stillPossible: 1 }]);
    expect(rows.map(({ key, reason }: { key: string; reason: string }) => [key, reason])).toEqual([
      ['late-1', null],
      ['operator-10', 'The window ended on 2026-09-28.'],
      ['operator-11', 'The window ended on 2026-09-28.'],
      ['operator-12', 'The window ended on 2026-09-28.'],
    ]);
    expect(rows[1].details).toMatchObject({ missing: ['monitoring-drift', 'incident-drill'] });
    const csv = await ask(people, `${MEASURES}/not-complete`, { accept: 'text/csv' });
    expect(csv.text).toContain('operator-10');
    expect(csv.text).toContain('monitoring-drift; incident-drill');
  });
});

describe('evidence', () => {
  it('is as many events as the number says, of every measure', async () => {
    const { json } = await ask(reader, MEASURES);
    for (const { measure: id } of json.measures) {
      const answer = await measure(id);
      const { counts } = (await ask(people, `${MEASURES}/${id}/evidence`)).json;
      const counted = ['numerator', 'denominator'].filter((part) => answer[part] !== null);
      for (const part of counted) expect([id, part, counts[part] ?? 0]).toEqual([id, part, answer[part]]);
      const excluded = Object.values<number>(answer.excluded).reduce((sum, count) => sum + count, 0);
      expect([id, counts.excluded ?? 0]).toEqual([id, excluded]);
    }
  });
});

describe('each measure through HTTP', () => {
  it.each([
    ['completion-by-track', { value: 15 / 19, rows: [{ key: 'model-operations' }, { key: 'none' }] }],
    // begun: 18; stopped: three operators, one before guardrails and two before monitoring-drift
    ['module-drop-off', { value: 3 / 18, n: 18, excluded: { 'not begun': 1 } }],
    [
      'minimum-capability',
      { value: 0, n: 18, notes: expect.arrayContaining([expect.stringMatching('day 30')]) },
    ],
    ['documented-owners', { value: 1, n: 2 }],
    ['log-completeness', { value: 1, n: 1 }],
    ['incident-notes', { value: 4, n: 1, interval: null }],
  ])('%s', async (id, expected) => {
    expect(await measure(id)).toMatchObject(expected);
  });

  it('module-drop-off by track', async () => {
    const { by, rows } = await measure('module-drop-off', '?by=track');
    expect(by).toBe('track');
    const operators = rows.filter(({ key }: { key: string }) => key === 'model-operations');
    expect(
      operators.map(
        ({ column, numerator, denominator }: { column: { key: string } } & Record<string, number>) => [
          column.key,
          numerator,
          denominator,
        ],
      ),
    ).toEqual([
      ['ai-literacy', 0, 12],
      ['guardrails', 1, 12],
      ['monitoring-drift', 2, 11],
      ['incident-drill', 0, 9],
    ]);
  });

  it('track-benchmarks', async () => {
    const { rows } = await measure('track-benchmarks');
    expect(rows).toMatchObject([
      { key: 'model-operations', unit: 'seconds', value: 1800, n: 1 },
      { key: 'prompt-engineering', unit: 'share', value: 1, n: 1 },
      { key: 'ai-risk-assessment', title: 'High-risk cases with a control plan' },
    ]);
  });

  it('exceptions, whose approvers are named to the scope people alone', async () => {
    const named = await measure('exceptions');
    expect(named).toMatchObject({ value: 1, rows: [{ key: 'EX-1', details: { approver: 'Henrik Sand' } }] });
    expect(named.rows[0].value).toBeCloseTo(10, 3);
    const { text, json } = await ask(reader, `${MEASURES}/exceptions`);
    expect(text).not.toContain('Henrik');
    expect(json.notes).toEqual(['People are named to keys with the scope people.']);
    const csv = await ask(reader, `${MEASURES}/exceptions`, { accept: 'text/csv' });
    expect(csv.text).not.toContain('Henrik');
  });
});
