import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HowTo, refusal, type Sent } from './how-to.ts';

const SITE = 'https://site.example.org';
const content = (number: number) => `${SITE}/h5p/embed/${number}`;
const part = (number: number) =>
  `${content(number)}?subContentId=3b0c2f9e-52d7-4c0e-8a55-6f0d3f6d1a${number}`;
const signedIn = (name: string) => ({ name, mbox: `mailto:${name}@example.org`, objectType: 'Agent' });

/** What a content type says in the browser; the id and the time are given by what sends it on. */
function said(actor: object, verb: string, id: string, at: string, more: object = {}): Sent {
  return {
    actor,
    verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { 'en-US': verb } },
    object: {
      id,
      objectType: 'Activity',
      definition: {
        extensions: { 'http://h5p.org/x-api/h5p-local-content-id': 21 },
        name: { 'en-US': 'A content' },
      },
    },
    context: {
      contextActivities: {
        ...(id.includes('?') ? { parent: [{ id: id.split('?')[0], objectType: 'Activity' }] } : {}),
        category: [{ id: 'http://h5p.org/libraries/H5P.QuestionSet-1.20', objectType: 'Activity' }],
      },
    },
    timestamp: `2026-07-${at}:00.120Z`,
    ...more,
  };
}

const result = (raw: number, max: number, more: object = {}) => ({
  result: {
    score: { min: 0, max, raw, scaled: raw / max },
    completion: true,
    duration: 'PT74.31S',
    ...more,
  },
});

describe('H5P, as its page says', () => {
  let page: HowTo;
  beforeAll(async () => {
    page = await HowTo.follow('h5p');
  });
  afterAll(() => page.stop());

  it('completes a content, and passes a question that stands alone by the success of its answer', async () => {
    await page.accepts([
      said(signedIn('ada'), 'attempted', content(21), '06T09:00'),
      said(signedIn('ada'), 'completed', content(21), '06T09:20', result(7, 10)),
      said(signedIn('ada'), 'answered', content(22), '07T09:00', result(1, 1, { success: true })),
    ]);
    expect(await page.complete()).toEqual(['E-1']);
  });

  it('counts no part for the whole, no start, and no answer that is wrong', async () => {
    await page.accepts([
      said(signedIn('ben'), 'attempted', content(21), '06T10:00'),
      said(signedIn('ben'), 'answered', part(21), '06T10:10', result(1, 1, { success: true })),
      said(signedIn('ben'), 'answered', content(22), '07T10:00', result(0, 1, { success: false })),
      said(signedIn('ben'), 'answered', content(22), '07T10:05', result(1, 1)),
    ]);
    expect(await page.lacking()).toEqual({ 'E-2': ['prompt-patterns', 'guardrails'] });
  });

  it('takes the scaled score of the first try, before and after', async () => {
    await page.accepts([
      said(signedIn('ada'), 'completed', content(31), '02T09:00', result(4, 10)),
      said(signedIn('ada'), 'completed', content(31), '02T10:00', result(9, 10)),
      said(signedIn('ada'), 'completed', content(32), '18T09:00', result(9, 12)),
    ]);
    expect(await page.gain()).toEqual({ numerator: 75, denominator: 40, n: 1 });
  });

  it('knows a part by its content, lists other contents, and the browsers of nobody', async () => {
    const anonymous = {
      account: { name: '0d9c6a4e-0f6a-4c55-9a55-5e2a7c1f9b10', homePage: SITE },
      objectType: 'Agent',
    };
    await page.accepts([
      said(anonymous, 'completed', content(21), '08T09:00', result(9, 10)),
      said(signedIn('ben'), 'answered', part(44), '08T10:00', result(1, 1)),
    ]);
    expect(await page.unmapped('activities')).toEqual([part(44)]);
    expect(await page.unmapped('actors')).toEqual([`account:${SITE}|${anonymous.account.name}`]);
    const unmatched = await page.evidence('training-completion', 'unmatched');
    expect(unmatched).toEqual([
      { subject: `account:${SITE}|${anonymous.account.name}`, reason: 'an actor of no learner' },
    ]);
  });

  it('is refused from the preview of the editor, by a lenient key too', async () => {
    const preview = {
      ...said(signedIn('ada'), 'completed', content(21), '09T09:00'),
      object: { definition: {} },
    };
    for (const client of [page.strict, page.lenient]) {
      expect(refusal(await client.post([preview]))).toMatchObject({
        status: 400,
        errors: [{ pointer: '/0/object/id', rule: 'property-required', clause: 'xAPI 1.0.3 Data 2.4' }],
      });
    }
  });
});
