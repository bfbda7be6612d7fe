import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';

const SOURCE = 'https://tools.example.org/assessments';

describe('numbers that no double holds, at /v1/events', () => {
  let product: TestProduct;
  let key: TestKey;

  beforeAll(async () => {
    product = await startProduct();
    key = await product.key({ scopes: ['ingest', 'read'] });
  });
  afterAll(() => product.stop());

  /** An assessment as text, with `raw` as its score. */
  const scored = (id: string, raw: string, over: object = {}) =>
    JSON.stringify({
      specversion: '1.0',
      id,
      source: SOURCE,
      type: 'plumbline.assessment.scored',
      time: '2026-07-01T08:00:00Z',
      data: { learner: 'ada', assessment: 'a', phase: 'pre', form: 'f', raw: 'here' },
      ...over,
    }).replace('"here"', raw);
  const send = async (text: string) => {
    const answer = await fetch(`${product.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: key.authorization, 'content-type': 'application/cloudevents+json' },
      body: text,
    });
    return { status: answer.status, body: await answer.json() };
  };

  it.each(['9007199254740993', '123456789012345678901234567890', '31.12345678901234567890'])(
    'gives %s back by its digits',
    async (number) => {
      expect(await send(scored(number, number))).toMatchObject({ status: 200, body: { accepted: 1 } });
      const answer = await fetch(`${product.url}/v1/events/${number}`, {
        headers: { authorization: key.authorization },
      });
      expect(answer.headers.get('content-type')).toContain('application/cloudevents+json');
      expect(await answer.text()).toContain(`"raw":${number}`);
    },
  );

  it('compares them by their value', async () => {
    await send(scored('c1', '9007199254740993'));
    expect(await send(scored('c1', '9007199254740993.0'))).toMatchObject({ body: { duplicates: 1 } });
    expect(await send(scored('c1', '9007199254740992'))).toMatchObject({ status: 409 });
  });

  it('judges them as the numbers they are', async () => {
    expect(await send(scored('j1', '50.00000000000000000001', { data: undefined }))).toMatchObject({
      status: 422,
    });
    const late = JSON.stringify({
      ...JSON.parse(scored('j2', '1')),
      data: {
        learner: 'ada',
        assessment: 'a',
        phase: 'pre',
        form: 'f',
        raw: 1,
        scaled: 'here',
        attempt: 'there',
      },
    })
      .replace('"here"', '1.23456789012345678901')
      .replace('"there"', '9007199254740993');
    expect(await send(late)).toMatchObject({
      status: 422,
      body: {
        errors: [{ pointer: '/data/scaled' }, { pointer: '/data/attempt' }, { pointer: '/data/attempt' }],
      },
    });
    expect(
      await send(scored('j3', '1', { priority: 'here' }).replace('"here"', '9007199254740993')),
    ).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/priority' }, { pointer: '/priority' }] },
    });
  });
});
