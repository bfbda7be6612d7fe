import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HowTo, refusal, type Sent } from './how-to.ts';

const SITE = 'https://moodle.example.org';
const ADL = 'http://adlnet.gov/expapi/verbs/';
const LITERACY = `${SITE}/course/view.php?id=12`;
const GUARDRAILS = `${SITE}/mod/assign/view.php?id=208`;

const byMail = { name: 'Ada Lind', mbox: 'mailto:ada@example.org' };
const byNumber = { name: 'Ben Moor', account: { homePage: SITE, name: '57' } };

/** As the plugin writes it: no id of its own, the session as registration, the site as category. */
function said(actor: object, verb: string, id: string, at: string, result?: object): Sent {
  return {
    actor,
    verb: { id: verb, display: { en: 'Said' } },
    object: {
      objectType: 'Activity',
      id,
      definition: { type: 'https://w3id.org/xapi/cmi5/activitytype/course', name: { en: 'Some name' } },
    },
    ...(result ? { result } : {}),
    context: {
      platform: 'Moodle',
      registration: '1f6a5d2e-7c1b-5b0e-9f43-0d2b6a7c8e11',
      language: 'en',
      extensions: { 'http://lrs.learninglocker.net/define/extensions/info': { event_name: '\\core\\event' } },
      contextActivities: {
        parent: [{ objectType: 'Activity', id: LITERACY }],
        category: [{ objectType: 'Activity', id: SITE }],
      },
    },
    timestamp: `2026-07-${at}:00+00:00`,
  };
}

const graded = (success: boolean, raw: number) => ({
  success,
  response: 'Well argued.',
  score: { raw, min: 0, max: 100, scaled: raw / 100 },
});
const score = (raw: number) => ({ score: { raw, min: 0, max: 40, scaled: raw / 40 } });

describe('Moodle, as its page says', () => {
  let page: HowTo;
  beforeAll(async () => {
    page = await HowTo.follow('moodle');
  });
  afterAll(() => page.stop());

  it('completes a course, and passes an activity by its completion with a passing grade', async () => {
    await page.accepts([
      said(byMail, `${ADL}completed`, LITERACY, '06T09:00'),
      said(byMail, `${ADL}completed`, GUARDRAILS, '07T09:00', { completion: true, success: true }),
    ]);
    expect(await page.complete()).toEqual(['E-1']);
  });

  it('counts neither a failing grade, nor completion alone where passing is asked, nor what is taken back', async () => {
    await page.accepts([
      said(byNumber, `${ADL}completed`, GUARDRAILS, '07T10:00', { completion: true, success: false }),
      said(byNumber, `${ADL}completed`, GUARDRAILS, '07T11:00', { completion: true }),
      said(
        byNumber,
        'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/uncompleted',
        GUARDRAILS,
        '07T12:00',
      ),
      said(
        byNumber,
        'https://w3id.org/xapi/tla/verbs/scored',
        `${GUARDRAILS}#submission`,
        '07T13:00',
        graded(false, 20),
      ),
    ]);
    expect(await page.lacking()).toEqual({ 'E-2': ['ai-literacy', 'guardrails'] });
  });

  it('passes an assignment by a grade that is enough, though the verb is none of ADL', async () => {
    const id = `${GUARDRAILS}#submission`;
    await page.accepts([
      said(byNumber, 'https://w3id.org/xapi/tla/verbs/scored', id, '08T09:00', graded(true, 80)),
    ]);
    expect(await page.lacking()).toEqual({ 'E-2': ['ai-literacy'] });
  });

  it('takes the scores of SCORM packages on their scale', async () => {
    await page.accepts([
      said(byMail, `${ADL}completed`, `${SITE}/mod/scorm/view.php?id=301#sco`, '02T09:00', score(20)),
      said(byMail, `${ADL}passed`, `${SITE}/mod/scorm/view.php?id=302#sco`, '18T09:00', score(30)),
    ]);
    expect(await page.gain()).toEqual({ numerator: 75, denominator: 50, n: 1 });
  });

  it('leaves each attempt at a quiz unmapped but the course it is of, and a user without an identity unmatched', async () => {
    const stranger = { account: { homePage: SITE, name: '99' } };
    const attempt = said(
      byMail,
      `${ADL}completed`,
      `${SITE}/mod/quiz/attempt.php?attempt=7&cmid=9`,
      '09T09:00',
    );
    const elsewhere = said(stranger, `${ADL}completed`, `${SITE}/course/view.php?id=13`, '09T10:00');
    await page.accepts([attempt, { ...elsewhere, context: { platform: 'Moodle' } }]);
    expect(await page.unmapped('activities')).toEqual([`${SITE}/course/view.php?id=13`]);
    expect(await page.unmapped('actors')).toEqual([`account:${SITE}|99`]);
    expect(await page.findings()).toEqual([]);
  });

  it('is refused as a whole batch when one profile has an address that is none, and told which', async () => {
    const broken = said({ mbox: 'ada@example.org' }, `${ADL}completed`, LITERACY, '06T09:00');
    const answer = await page.strict.post([said(byNumber, `${ADL}completed`, LITERACY, '06T09:00'), broken]);
    const broke = { rule: 'mbox-form', clause: 'xAPI 1.0.3 Data 2.4.2.3' };
    expect(refusal(answer)).toMatchObject({ status: 400, errors: [{ pointer: '/1/actor/mbox', ...broke }] });
    expect((await page.lacking())['E-2']).toContain('ai-literacy');
  });
});
