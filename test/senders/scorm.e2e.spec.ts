import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HowTo, refusal, type Sent } from './how-to.ts';

const LMS = 'https://lms.example.org';
const sco = (name: string) => `${LMS}/scorm/${name}/sco-1`;
const EVENT = { id: `${LMS}/program` };

interface Said {
  readonly name: string;
  readonly verb: string;
  readonly at: string;
  readonly of: string;
  readonly result?: object;
  readonly grouping?: object;
  readonly course?: string;
}

function said({ name, verb, at, of, result, grouping = EVENT, course }: Said): Sent & { id: string } {
  return {
    id: randomUUID(),
    actor: { objectType: 'Agent', account: { homePage: LMS, name } },
    verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { 'en-US': verb } },
    object: { id: of, definition: { type: 'http://adlnet.gov/expapi/activities/lesson' } },
    ...(result ? { result } : {}),
    context: {
      contextActivities: {
        grouping: [
          {
            id: `${of}?attemptId=5a1f3c7e-7d29-4a3f-8d3c-9b4f6f2c1e20`,
            objectType: 'Activity',
            definition: { type: 'http://adlnet.gov/expapi/activities/attempt' },
          },
          {
            id: course ?? `${LMS}/course/ai`,
            objectType: 'Activity',
            definition: { type: 'http://adlnet.gov/expapi/activities/course' },
          },
          grouping,
        ],
        category: [{ id: 'https://w3id.org/xapi/scorm' }],
      },
    },
    timestamp: `2026-07-${at}:08.119Z`,
  };
}

const ada = { name: 'ada.lind' };
const ben = { name: 'ben.moor' };

describe('A wrapped SCORM package, as its page says', () => {
  let page: HowTo;
  beforeAll(async () => {
    page = await HowTo.follow('scorm', '1.0.1');
  });
  afterAll(() => page.stop());

  it('meets a SCO that was completed and passed, and one of SCORM 1.2 that was passed', async () => {
    await page.accepts([
      said({ ...ada, verb: 'initialized', at: '06T09:00', of: sco('guardrails') }),
      said({ ...ada, verb: 'completed', at: '06T09:20', of: sco('guardrails') }),
      said({ ...ada, verb: 'failed', at: '06T09:21', of: sco('guardrails') }),
      said({ ...ada, verb: 'passed', at: '07T09:00', of: sco('ai-literacy') }),
    ]);
    expect((await page.lacking())['E-1']).toEqual(['guardrails']);
    await page.accepts([said({ ...ada, verb: 'passed', at: '08T09:00', of: sco('guardrails') })]);
    expect(await page.complete()).toEqual(['E-1']);
  });

  it('reads what the end of a session says, until the wrapper voids it on resuming', async () => {
    const result = { completion: true, success: true, score: { scaled: 0.9 } };
    const end = said({ ...ben, verb: 'terminated', at: '06T10:00', of: sco('guardrails'), result });
    await page.accepts([
      end,
      said({
        ...ben,
        verb: 'suspended',
        at: '06T11:00',
        of: sco('ai-literacy'),
        result: { completion: false },
      }),
    ]);
    expect(await page.lacking()).toEqual({ 'E-2': ['ai-literacy'] });
    await page.accepts([
      {
        actor: end['actor'],
        verb: { id: 'http://adlnet.gov/expapi/verbs/voided', display: { en: 'voided' } },
        object: { objectType: 'StatementRef', id: end.id },
      },
      said({
        ...ben,
        verb: 'suspended',
        at: '06T10:00',
        of: sco('guardrails'),
        result: { score: { scaled: 0.9 } },
      }),
    ]);
    expect(await page.lacking()).toEqual({ 'E-2': ['guardrails', 'ai-literacy'] });
  });

  it('takes the first scaled score, which the end of the session repeats', async () => {
    const ended = { completion: true, success: false, score: { scaled: 0.4, raw: 40, min: 0, max: 100 } };
    await page.accepts([
      said({
        ...ada,
        verb: 'scored',
        at: '02T09:00',
        of: sco('skills-pre'),
        result: { score: { scaled: 0.4 } },
      }),
      said({ ...ada, verb: 'terminated', at: '02T09:01', of: sco('skills-pre'), result: ended }),
      said({
        ...ada,
        verb: 'scored',
        at: '18T09:00',
        of: sco('skills-post'),
        result: { score: { scaled: 0.7 } },
      }),
      said({
        ...ada,
        verb: 'scored',
        at: '18T09:10',
        of: sco('skills-post'),
        result: { score: { scaled: 0.95 } },
      }),
    ]);
    expect(await page.gain()).toEqual({ numerator: 70, denominator: 40, n: 1 });
  });

  it('counts no interaction, and lists the address of a SCO that was given no id', async () => {
    const upload = `${LMS}/pluginfile/8812/index.html`;
    await page.accepts([
      said({
        ...ben,
        verb: 'responded',
        at: '09T09:00',
        of: `${sco('guardrails')}/interactions/q1`,
        result: { success: true },
      }),
      said({ ...ben, verb: 'passed', at: '09T10:00', of: upload }),
    ]);
    expect(await page.unmapped('activities')).toEqual([upload, `${sco('guardrails')}/interactions/q1`]);
    expect(await page.lacking()).toEqual({ 'E-2': ['guardrails', 'ai-literacy'] });
  });

  it('is refused while groupingContextActivity is empty, by a lenient key too', async () => {
    const empty = said({ ...ben, verb: 'terminated', at: '10T09:00', of: sco('guardrails'), grouping: {} });
    for (const client of [page.strict, page.lenient]) {
      expect(refusal(await client.post([empty]))).toMatchObject({
        status: 400,
        errors: [{ pointer: '/0/context/contextActivities/grouping/2/id', rule: 'property-required' }],
      });
    }
  });

  it('may name its course by a bare UUID with a lenient key, and its SCO counts', async () => {
    const course = 'd6f0c1b2-4a75-4a8a-9d3b-2f1c0e9b7a66';
    const statement = said({ ...ben, verb: 'passed', at: '11T09:00', of: sco('ai-literacy'), course });
    expect(refusal(await page.strict.post([statement]))).toMatchObject({
      status: 400,
      errors: [
        {
          pointer: '/0/context/contextActivities/grouping/1/id',
          rule: 'iri-form',
          clause: 'xAPI 1.0.3 Data 2.2',
        },
      ],
    });
    await page.accepts([statement], page.lenient);
    expect(await page.lacking()).toEqual({ 'E-2': ['guardrails'] });
    expect(await page.findings()).toEqual([{ kind: 'activity-id-bare-uuid', part: 'deviation', count: 1 }]);
  });
});
