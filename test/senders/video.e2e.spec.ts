import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HowTo, refusal, type Sent } from './how-to.ts';

const ADL = 'http://adlnet.gov/expapi/verbs/';
const VIDEO = 'https://w3id.org/xapi/video/verbs/';
const EXTENSION = 'https://w3id.org/xapi/video/extensions/';
const MODELS = 'https://video.example.org/watch/how-models-work';
const LIMITS = 'uuid://2c9f4b1e-8b1d-4f0a-9d2c-6a7b1f3e5d90';
const SESSION = 'b7b1a4f2-0c94-4b8e-8a2f-1d0f6f1c2e33';

function said(
  name: string,
  verb: string,
  id: string,
  at: string,
  progress: number | null,
  more: object = {},
): Sent {
  return {
    id: randomUUID(),
    actor: { objectType: 'Agent', account: { homePage: 'https://lms.example.org', name } },
    verb: { id: verb, display: { 'en-US': verb.split('/').at(-1) } },
    object: {
      objectType: 'Activity',
      id,
      definition: { type: 'https://w3id.org/xapi/video/activity-type/video', name: { 'en-US': 'A video' } },
    },
    ...(progress === null
      ? {}
      : {
          result: {
            ...more,
            extensions: {
              [`${EXTENSION}time`]: 120.5,
              [`${EXTENSION}progress`]: progress,
              [`${EXTENSION}played-segments`]: '0[.]60.25[,]60.25[.]120.5',
            },
          },
        }),
    context: {
      registration: 'e2f4c0de-9f37-4a8b-9d59-3f1f2b7c6a11',
      contextActivities: { category: [{ id: 'https://w3id.org/xapi/video' }] },
      extensions: { [`${EXTENSION}session-id`]: SESSION, [`${EXTENSION}length`]: 120.5 },
    },
    timestamp: `2026-07-${at}:12.034+02:00`,
  };
}

const whole = { completion: true, duration: 'PT2M4.5S' };

describe('A player of the video profile, as its page says', () => {
  let page: HowTo;
  beforeAll(async () => {
    page = await HowTo.follow('video');
  });
  afterAll(() => page.stop());

  it('completes a video by completed alone, from its first statement to its last', async () => {
    await page.accepts([
      said('ada', `${ADL}initialized`, MODELS, '06T09:00', null),
      said('ada', `${VIDEO}played`, MODELS, '06T09:01', 0),
      said('ada', `${VIDEO}paused`, MODELS, '06T09:03', 0.999),
    ]);
    expect((await page.lacking())['E-1']).toEqual(['how-models-work', 'limits']);
    await page.accepts([
      said('ada', `${ADL}completed`, MODELS, '06T09:04', 1, whole),
      said('ada', `${ADL}terminated`, MODELS, '06T09:05', 1),
      said('ada', `${ADL}completed`, LIMITS, '07T09:00', 1, whole),
    ]);
    expect(await page.complete()).toEqual(['E-1']);
  });

  it('counts no progress, however far, and no end that was skipped to', async () => {
    await page.accepts([
      said('ben', `${VIDEO}seeked`, MODELS, '06T10:00', 0.02),
      said('ben', `${ADL}terminated`, MODELS, '06T10:01', 1),
      said('ben', 'http://activitystrea.ms/schema/1.0/complete', LIMITS, '06T10:02', 0.02),
    ]);
    expect(await page.lacking()).toEqual({ 'E-2': ['how-models-work', 'limits'] });
  });

  it('counts what a result says, though the verb is of an older vocabulary', async () => {
    await page.accepts([
      said('ben', 'http://activitystrea.ms/schema/1.0/complete', LIMITS, '08T10:00', 1, whole),
    ]);
    expect(await page.lacking()).toEqual({ 'E-2': ['how-models-work'] });
  });

  it('names a video by a bare UUID with a lenient key only, which no module can be met by', async () => {
    const bare = randomUUID();
    const statement = said('ben', `${ADL}completed`, bare, '09T10:00', 1, whole);
    const other = said('ben', `${VIDEO}played`, MODELS, '09T09:00', 0);
    expect(refusal(await page.strict.post([other, statement]))).toMatchObject({
      status: 400,
      errors: [{ pointer: '/1/object/id', rule: 'iri-form', clause: 'xAPI 1.0.3 Data 2.2' }],
    });
    await page.accepts([statement], page.lenient);
    expect(await page.unmapped('activities')).toEqual([bare]);
    expect(await page.findings()).toEqual([{ kind: 'activity-id-bare-uuid', part: 'deviation', count: 1 }]);
    expect(await page.lacking()).toEqual({ 'E-2': ['how-models-work'] });
  });

  it("shows the player's own verbs as unread", async () => {
    expect(await page.unmapped('verbs')).toEqual(
      expect.arrayContaining([`${VIDEO}paused`, `${VIDEO}played`, `${VIDEO}seeked`]),
    );
    expect(await page.unmapped('verbs')).not.toContain(`${ADL}completed`);
  });
});
