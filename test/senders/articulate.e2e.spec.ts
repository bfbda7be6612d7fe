import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HowTo, refusal, type Sent } from './how-to.ts';

const STORYLINE = 'urn:articulate:storyline:';
const PATTERNS = `${STORYLINE}5kTqWm2ExAm`;
const RISE = 'http://pQ7xYexample0guardrails2k_rise';

interface Said {
  readonly name: string;
  readonly verb: string;
  readonly at: string;
  /** of the course itself, else of a part of it */
  readonly course: string;
  readonly part?: string;
  readonly result?: object;
}

/** As the players write it: the course is its own parent, and the parent of its slides. */
function said({ name, verb, at, course, part = '', result }: Said): Sent {
  const type = part === '' ? 'course' : 'module';
  return {
    id: randomUUID(),
    actor: { objectType: 'Agent', mbox: `mailto:${name}@example.org` },
    verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { 'en-US': verb } },
    object: {
      objectType: 'Activity',
      id: `${course}${part}`,
      definition: {
        type: `http://adlnet.gov/expapi/activities/${type}`,
        name: { und: 'Guardrails' },
        description: { und: '' },
      },
    },
    ...(result ? { result } : {}),
    context: {
      registration: '7a0d4f8e-2f1c-4c3a-9c27-5f0a6f1f8b10',
      contextActivities: {
        parent: [{ id: course, objectType: 'Activity' }],
        grouping: [{ id: course, objectType: 'Activity' }],
      },
    },
    timestamp: `2026-07-${at}:31.402Z`,
  };
}

const quiz = (raw: number, success: boolean) => ({
  completion: true,
  success,
  duration: 'PT11M4.2S',
  score: { raw, min: 0, max: 100, scaled: raw / 100 },
});

describe('Articulate, as its page says', () => {
  let page: HowTo;
  beforeAll(async () => {
    page = await HowTo.follow('articulate', '1.0.2');
  });
  afterAll(() => page.stop());

  it('completes a project by slides viewed, and passes a course by its quiz', async () => {
    await page.accepts([
      said({
        name: 'ada',
        verb: 'attempted',
        at: '06T09:00',
        course: PATTERNS,
        result: { completion: false },
      }),
      said({ name: 'ada', verb: 'experienced', at: '06T09:01', course: PATTERNS, part: '/6Xy' }),
      said({
        name: 'ada',
        verb: 'completed',
        at: '06T09:30',
        course: PATTERNS,
        result: { completion: true },
      }),
      said({ name: 'ada', verb: 'failed', at: '07T09:00', course: RISE, result: quiz(40, false) }),
    ]);
    expect((await page.lacking())['E-1']).toEqual(['guardrails']);
    await page.accepts([
      said({ name: 'ada', verb: 'passed', at: '07T10:00', course: RISE, result: quiz(90, true) }),
    ]);
    expect(await page.complete()).toEqual(['E-1']);
  });

  it('counts no progress, no slide, and no quiz of a course for the course', async () => {
    const progress = {
      completion: false,
      extensions: { 'https://w3id.org/xapi/cmi5/result/extensions/progress': 90 },
    };
    await page.accepts([
      said({ name: 'ben', verb: 'progressed', at: '06T10:00', course: RISE, result: progress }),
      said({ name: 'ben', verb: 'experienced', at: '06T10:01', course: PATTERNS, part: '/6Xy' }),
      said({
        name: 'ben',
        verb: 'passed',
        at: '06T10:02',
        course: RISE,
        part: '/quiz-1',
        result: quiz(90, true),
      }),
      said({ name: 'ben', verb: 'completed', at: '06T10:03', course: RISE, result: { completion: true } }),
    ]);
    expect(await page.lacking()).toEqual({ 'E-2': ['prompt-patterns', 'guardrails'] });
  });

  it('takes scores of skills checks that were failed or passed', async () => {
    const [pre, post] = [`${STORYLINE}6aSkillsPre`, `${STORYLINE}6aSkillsPost`];
    await page.accepts([
      said({ name: 'ada', verb: 'failed', at: '02T09:00', course: pre, result: quiz(50, false) }),
      said({ name: 'ada', verb: 'passed', at: '18T09:00', course: post, result: quiz(80, true) }),
    ]);
    expect(await page.gain()).toEqual({ numerator: 80, denominator: 50, n: 1 });
  });

  it('lists a course that was published anew under another id, not the slides of one that is named', async () => {
    const again = `${STORYLINE}5newName`;
    await page.accepts([
      said({ name: 'ben', verb: 'completed', at: '08T09:00', course: again, result: { completion: true } }),
    ]);
    expect(await page.unmapped('activities')).toEqual([again]);
    expect(await page.unmapped('actors')).toEqual([]);
  });

  it('takes a bare UUID as the id of a course with a lenient key only, and other text from none', async () => {
    const rule = { rule: 'iri-form', clause: 'xAPI 1.0.3 Data 2.2' };
    const bare = said({ name: 'ben', verb: 'completed', at: '09T09:00', course: randomUUID() });
    const text = said({ name: 'ben', verb: 'completed', at: '09T10:00', course: 'guardrails' });
    expect(refusal(await page.strict.post([bare]))).toMatchObject({
      status: 400,
      errors: [
        { pointer: '/0/object/id', ...rule },
        { pointer: '/0/context/contextActivities/parent/0/id', ...rule },
        { pointer: '/0/context/contextActivities/grouping/0/id', ...rule },
      ],
    });
    expect(refusal(await page.lenient.post([bare, text]))).toMatchObject({
      status: 400,
      errors: expect.arrayContaining([expect.objectContaining({ pointer: '/1/object/id', ...rule })]),
    });
    await page.accepts([bare], page.lenient);
    expect(await page.findings()).toEqual([{ kind: 'activity-id-bare-uuid', part: 'deviation', count: 1 }]);
    expect(await page.lacking()).toEqual({ 'E-2': ['prompt-patterns', 'guardrails'] });
  });
});
