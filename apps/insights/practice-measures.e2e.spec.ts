import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SettableClock, projectRoot, type Instant } from '#platform';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';

const PROGRAM = 'ai-reskilling-2026';
const MEASURES = `/v1/programs/${PROGRAM}/measures`;
const clock = new SettableClock('2026-11-02T12:00:00.000000Z' as Instant);

let product: TestProduct;
let admin: TestKey;
let reader: TestKey;
let people: TestKey;

beforeAll(async () => {
  product = await startProduct({ clock });
  admin = await product.key({ scopes: ['admin'] });
  reader = await product.key({ scopes: ['read'] });
  people = await product.key({ scopes: ['read', 'people'] });
  const body = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
  const put = await fetch(`${product.url}/v1/programs/${PROGRAM}`, {
    method: 'PUT',
    headers: { authorization: admin.authorization, 'content-type': 'application/yaml' },
    body,
  });
  if (!put.ok) throw new Error(await put.text());
  const { status, json } = await send(history());
  if (status !== 200 || json.rejected.length > 0) throw new Error(JSON.stringify(json));
});
afterAll(() => product.stop());

async function send(events: readonly object[]) {
  const answer = await fetch(`${product.url}/v1/events`, {
    method: 'POST',
    headers: {
      authorization: admin.authorization,
      'content-type': 'application/cloudevents-batch+json',
    },
    body: JSON.stringify(events),
  });
  return { status: answer.status, json: JSON.parse(await answer.text()) };
}

function event(id: string, noun: string, time: string, data: object): object {
  return {
    specversion: '1.0',
    id,
    source: 'https://tools.example.org',
    type: `plumbline.${noun}`,
    time: time.length === 10 ? `${time}T10:00:00Z` : time,
    data: { program: PROGRAM, ...data },
  };
}

const operators = Array.from({ length: 12 }, (_, index) => ({ learner: `operator-${index + 1}`, index }));

/** Twelve model operators: what they learned, were rated, and did at work. */
function history(): object[] {
  const events: object[] = [];
  const tell = (noun: string, time: string, data: object) =>
    events.push(event(`event-${events.length + 1}`, noun, time, data));
  for (const { learner } of operators)
    tell('learner.enrolled', '2026-07-01', {
      learner,
      cohort: 'summer-2026',
      role: 'model-operator',
      team: 'platform',
    });

  const drift = { skill: 'drift', evidenceSource: 'manager' };
  tell('skill.rated', '2026-06-20', { ...drift, role: 'model-operator', competence: 2, criticality: 5 });
  for (const { learner } of operators) {
    tell('skill.rated', '2026-06-25', { ...drift, learner, competence: 2 });
    tell('skill.rated', '2026-10-01', { ...drift, learner, competence: 4, evidenceSource: 'test' });
  }
  // nine certificates of foundation, valid for a year: six live, one due, one lapsed, one revoked
  for (const { learner, index } of operators.slice(0, 9)) {
    const expires = { 6: '2026-11-10T00:00:00Z', 7: '2026-10-01T00:00:00Z' }[index];
    tell('certification.awarded', '2026-08-01', {
      learner,
      level: 'foundation',
      ...(expires === undefined ? {} : { expires }),
    });
  }
  tell('certification.revoked', '2026-09-01', {
    learner: 'operator-9',
    level: 'foundation',
    reason: 'awarded by mistake',
  });
  // six labs of 10 of 10 points, six of 5
  for (const { learner, index } of operators)
    tell('lab.scored', '2026-08-10', {
      learner,
      lab: 'drift-lab',
      rubricVersion: '1',
      criteria: [
        { criterion: 'detection', points: index < 6 ? 4 : 2, max: 4 },
        { criterion: 'response', points: index < 6 ? 6 : 3, max: 6 },
      ],
    });

  for (const prompt of ['p-1', 'p-2'])
    tell('prompt.registered', '2026-07-01', { prompt, version: '1', owner: 'Ines Keller' });
  for (const { learner, index } of operators.slice(0, 10))
    tell('prompt.used', '2026-08-20', {
      prompt: 'p-1',
      version: '1',
      task: 'triage',
      acceptance: index < 8 ? 'as-is' : 'rejected',
      minutesSaved: 10 * (index + 1),
      team: 'platform',
      learner,
    });
  tell('prompt.used', '2026-08-21', { prompt: 'p-2', version: '1', learner: 'operator-1' });

  const [before, after] = [
    ['2026-06-20', 'before'],
    ['2026-10-20', 'after'],
  ] as const;
  const sample = (name: string, [day, phase]: readonly [string, string], mark: number) =>
    tell('output.reviewed', day, {
      sample: name,
      phase,
      reviewer: 'Ada',
      rubricVersion: '1',
      criteria: { accuracy: mark, completeness: mark, policyCompliance: mark, clarity: mark, rework: mark },
      team: 'platform',
    });
  sample('s-1', before, 3);
  sample('s-2', before, 3);
  sample('s-3', after, 4);
  sample('s-4', after, 5);
  for (const [[day, phase], minutes, rework] of [
    [before, 20, true],
    [before, 20, true],
    [after, 10, true],
    [after, 10, false],
  ] as const)
    tell('task.measured', day, { task: 'triage', phase, minutes, rework, team: 'platform' });

  tell('release.recorded', '2026-08-01', { release: '1', model: 'router', evaluated: true });
  tell('release.recorded', '2026-09-01', { release: '2', model: 'router', evaluated: false });
  for (const useCase of ['planned', 'unplanned']) {
    tell('use-case.registered', '2026-07-02', { useCase, version: '1', tier: 'high', owner: 'Olu Ade' });
    tell('use-case.first-used', '2026-07-03', { useCase });
  }
  tell('control-plan.documented', '2026-07-03', { useCase: 'planned', version: '1' });

  tell('artefact.published', '2026-09-01', { artefact: 'runbook', kind: 'playbook', team: 'platform' });
  tell('capstone.presented', '2026-10-15', { capstone: 'drift-watch', team: 'platform' });
  for (const [number, kind] of ['question', 'question', 'problem', 'idea', 'idea'].entries())
    tell('feedback.submitted', '2026-10-01', { feedback: `f-${number}`, kind });
  for (const number of [0, 1, 2])
    tell('feedback.answered', '2026-10-03', { feedback: `f-${number}`, answeredBy: 'Maya Ortiz' });
  for (const { index } of operators.slice(0, 10))
    tell('feedback.submitted', '2026-10-10', {
      feedback: `pulse-${index}`,
      kind: 'trust-pulse',
      score: index < 5 ? 4 : 5,
    });
  return events;
}

async function ask(key: TestKey, path: string) {
  const answer = await fetch(`${product.url}${path}`, { headers: { authorization: key.authorization } });
  return { status: answer.status, json: JSON.parse(await answer.text()) };
}

const near = (value: number) => expect.closeTo(value, 6);

describe('each measure of what was learned and done, through HTTP', () => {
  it.each([
    [
      'skills-heat-map',
      {
        value: 0,
        n: 1,
        rows: [
          {
            key: 'model-operator',
            column: { key: 'drift' },
            value: 4,
            n: 12,
            details: { criticality: 5, gap: 1, atStart: 2, change: 2, evidenceSources: { test: 12 } },
          },
        ],
      },
    ],
    // all twelve are picked by the skill, and all are in the first cohort
    ['first-cohort', { value: 1, numerator: 12, denominator: 12 }],
    ['certificates', { value: 7 / 12, details: { live: 7, due: 1, lapsed: 1, revoked: 1 } }],
    ['lab-scores', { value: 75, n: 12, rows: [{ key: 'drift-lab', column: { key: '1' }, value: 75 }] }],
    ['prompt-reuse', { value: 1 / 2, numerator: 1, denominator: 2, details: { used: 2, uses: 11 } }],
    // from 22:00 of 30 June, UTC, to noon of 2 November: 2990 hours
    ['workflow-frequency', { value: near((11 * 168) / 2990), unit: 'per-week', numerator: 11 }],
    ['first-pass-acceptance', { value: 8 / 10, excluded: { 'acceptance not told': 1 } }],
    ['minutes-saved', { value: 55, selfReported: true, details: { total: 550 }, interval: null }],
    ['output-quality', { value: 1.5, n: 4, details: { before: 3, after: 4.5, rubricVersion: '1' } }],
    ['task-time', { value: near(-0.5), n: 4, unit: 'ratio' }],
    ['rework', { value: -0.5, n: 4, details: { before: { value: 1 }, after: { value: 0.5 } } }],
    ['evaluation-coverage', { value: 1 / 2, n: 2 }],
    ['control-plans', { value: 1 / 2, numerator: 1, denominator: 2 }],
    [
      'track-benchmarks',
      {
        rows: expect.arrayContaining([expect.objectContaining({ key: 'ai-risk-assessment', value: 1 / 2 })]),
      },
    ],
    ['artefacts', { value: 2, details: { kinds: { playbook: 1, capstone: 1 } } }],
    ['feedback', { value: 3 / 5, details: { open: 2, medianSecondsToAnswer: 2 * 86_400 } }],
    ['trust-pulse', { value: 4.5, n: 10, selfReported: true, details: { scores: { 4: 5, 5: 5 } } }],
  ])('%s', async (id, expected) => {
    const { status, json } = await ask(reader, `${MEASURES}/${id}`);
    expect([id, status]).toEqual([id, 200]);
    expect(json).toMatchObject(expected);
  });

  it('is made of as many events as it says', async () => {
    for (const id of ['certificates', 'prompt-reuse', 'first-pass-acceptance', 'control-plans', 'feedback']) {
      const { json } = await ask(reader, `${MEASURES}/${id}`);
      const { json: evidence } = await ask(people, `${MEASURES}/${id}/evidence`);
      expect([id, evidence.counts]).toMatchObject([
        id,
        { numerator: json.numerator, denominator: json.denominator },
      ]);
    }
    const { json } = await ask(people, `${MEASURES}/lab-scores/evidence?key=drift-lab&limit=1`);
    expect(json.counts).toEqual({ numerator: 12 });
  });

  it('hides what tells of too few people, and what would give it away', async () => {
    // one person used p-2; as the sum is told, the ten of p-1 would tell of that one
    const { json } = await ask(reader, `${MEASURES}/prompt-reuse`);
    expect(json).toMatchObject({ suppressed: false, details: { uses: 11 } });
    expect(json.rows).toMatchObject([
      { key: 'p-1', suppressed: true, n: null },
      { key: 'p-2', suppressed: true, n: null },
    ]);
  });

  it('refuses an event that is nearly right, where it is wrong, and keeps the others', async () => {
    const lab = { learner: 'operator-1', lab: 'late-lab', rubricVersion: '1' };
    const { status, json } = await send([
      event('near-1', 'lab.scored', '2026-10-01', {
        ...lab,
        criteria: [{ criterion: 'detection', points: 5, max: 4 }],
      }),
      event('near-2', 'feedback.submitted', '2026-10-01', { feedback: 'f-9', kind: 'trust-pulse' }),
      event('near-3', 'release.recorded', '2026-05-01', { release: '0', model: 'router', evaluated: true }),
    ]);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      accepted: 1,
      rejected: [
        { index: 0, id: 'near-1', pointer: '/data/criteria/0/points' },
        { index: 1, id: 'near-2', pointer: '/data/score' },
      ],
    });
  });
});
