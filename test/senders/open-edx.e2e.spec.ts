import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HowTo, refusal, type Sent } from './how-to.ts';

const LMS = 'https://lms.example.org';
const RUN = 'Acme+AI101+2026';
const ADL = 'http://adlnet.gov/expapi/verbs/';
const EARNED = 'http://id.tincanapi.com/verb/earned';
const COURSE = `${LMS}/course/course-v1:${RUN}`;
const block = (type: string, id: string) => `${LMS}/xblock/block-v1:${RUN}+type@${type}+block@${id}`;
const VIDEO = block('video', '0a1b2c3d');
const SUBSECTION = block('sequential', '4e5f6a7b');

const byUuid = { account: { homePage: LMS, name: '5d1f0a52-6f0c-4a86-9a55-3c1d2b7e8f01' } };
const byMail = { mbox: 'mailto:ben@example.org' };
// the LMS hashes the bare address, the standard the IRI mailto:…
const byHash = { mbox_sha1sum: createHash('sha1').update('ben@example.org').digest('hex') };

function said(actor: object, verb: string, id: string, at: string, result?: object): Sent & { id: string } {
  return {
    id: randomUUID(),
    version: '1.0.3',
    actor: { objectType: 'Agent', ...actor },
    verb: { id: verb, display: { en: verb.split('/').at(-1) } },
    object: {
      id,
      objectType: 'Activity',
      definition: { type: 'http://adlnet.gov/expapi/activities/course' },
    },
    ...(result ? { result } : {}),
    context: {
      ...(id.startsWith(`${LMS}/course/`)
        ? {}
        : { contextActivities: { parent: [{ id: COURSE, objectType: 'Activity' }] } }),
      extensions: {
        'https://w3id.org/xapi/openedx/extension/transformer-version': 'event-routing-backends@10.0.0',
        'https://w3id.org/xapi/openedx/extensions/session-id': 'd1c0ffee',
      },
    },
    timestamp: `2026-07-${at}:01.917775+00:00`,
  };
}

const PROGRESS = 'https://w3id.org/xapi/cmi5/result/extensions/progress';
const marks = (raw: number, max: number, success: boolean) => ({
  score: { min: 0, max, raw, scaled: raw / max },
  success,
});

describe('Open edX, as its page says', () => {
  let page: HowTo;
  beforeAll(async () => {
    page = await HowTo.follow('open-edx');
  });
  afterAll(() => page.stop());

  it('passes a course, completes a video and passes a subsection by the grade that it earned', async () => {
    await page.accepts([
      said(byUuid, `${ADL}passed`, COURSE, '09T09:00'),
      said(byUuid, `${ADL}completed`, VIDEO, '06T09:00', { completion: true, duration: 'PT03M15S' }),
      said(byUuid, EARNED, SUBSECTION, '07T09:00', marks(1, 3, false)),
    ]);
    expect((await page.lacking())['E-1']).toEqual(['guardrails']);
    await page.accepts([
      said(byUuid, EARNED, SUBSECTION, '07T09:30', marks(3, 3, true)),
      said(byUuid, `${ADL}failed`, COURSE, '10T09:00'),
    ]);
    expect(await page.complete()).toEqual(['E-1']);
  });

  it('completes a block when it is done, and no course by its blocks', async () => {
    const half = { completion: false, extensions: { [PROGRESS]: 50 } };
    await page.accepts([
      said(byMail, `${ADL}progressed`, VIDEO, '06T10:00', half),
      said(byMail, `${ADL}progressed`, SUBSECTION, '06T11:00', { completion: true }),
    ]);
    expect(await page.lacking()).toEqual({ 'E-2': ['ai-literacy', 'limits', 'guardrails'] });
    await page.accepts([
      said(byMail, `${ADL}progressed`, VIDEO, '06T10:30', {
        completion: true,
        extensions: { [PROGRESS]: 100 },
      }),
    ]);
    expect(await page.lacking()).toEqual({ 'E-2': ['ai-literacy', 'guardrails'] });
  });

  it('scores a problem on its scale, whether it was passed or not', async () => {
    await page.accepts([
      said(byUuid, `${ADL}attempted`, block('problem', '8c9d0e1f'), '02T09:00', marks(8, 20, false)),
      said(byUuid, `${ADL}attempted`, block('problem', '2a3b4c5d'), '18T09:00', marks(18, 20, true)),
    ]);
    expect(await page.gain()).toEqual({ numerator: 90, denominator: 40, n: 1 });
  });

  it('knows blocks by their course, and lists what is of no module, and a hash that is not of the standard', async () => {
    const elsewhere = `${LMS}/course/course-v1:Acme+BIO1+2026`;
    await page.accepts([
      said(byUuid, `${ADL}passed`, elsewhere, '11T09:00'),
      said(byHash, `${ADL}passed`, COURSE, '11T09:30'),
      said(byUuid, `${ADL}attempted`, block('problem', 'ffff'), '11T10:00', marks(1, 1, true)),
    ]);
    expect(await page.unmapped('activities')).toEqual([elsewhere]);
    expect(await page.unmapped('actors')).toEqual([`mbox_sha1sum:${byHash.mbox_sha1sum}`]);
    expect(await page.unmapped('verbs')).toEqual(expect.arrayContaining([EARNED, `${ADL}progressed`]));
  });

  it('keeps the first of one id, and answers another content with 409', async () => {
    const first = said(byMail, EARNED, SUBSECTION, '12T09:00', marks(1, 3, false));
    await page.accepts([first]);
    const again = await page.strict.put(first.id, {
      ...first,
      object: { id: COURSE, objectType: 'Activity' },
    });
    expect(again.status).toBe(409);
  });

  it('takes a page of another converter with a lenient key only, and counts it nowhere', async () => {
    const statement = {
      ...said(byMail, `${ADL}passed`, COURSE, '13T09:00'),
      object: { id: COURSE, objectType: 'page' },
    };
    expect(refusal(await page.strict.post([statement]))).toMatchObject({
      status: 400,
      errors: [{ pointer: '/0/object/objectType', rule: 'object-type', clause: 'xAPI 1.0.3 Data 2.4.4' }],
    });
    await page.accepts([statement], page.lenient);
    expect(await page.findings()).toContainEqual({
      kind: 'object-type-of-its-own',
      part: 'deviation',
      count: 1,
    });
    expect((await page.lacking())['E-2']).toContain('ai-literacy');
  });
});
