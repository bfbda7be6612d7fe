import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SettableClock, type Instant } from '#platform';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';

const NOW = '2026-07-10T12:00:00.000000Z' as Instant;
const HR = 'https://hr.example.org';

const event = (id: string, type: string, day: string, data: object) => ({
  specversion: '1.0',
  id,
  source: HR,
  type: `plumbline.${type}`,
  time: `2026-07-${day}T08:00:00Z`,
  data,
});
const identified = (id: string, learner: string, day: string, mailbox: string, action = 'added') =>
  event(id, 'learner.identified', day, {
    learner,
    identity: { mbox: `mailto:${mailbox}@example.org` },
    action,
  });
const voided = (id: string, target: string) =>
  event(id, 'event.voided', '09', { source: HR, id: target, reason: 'a mistake' });
const enrolled = (id: string, learner: string) =>
  event(id, 'learner.enrolled', '01', {
    program: 'p',
    learner,
    cohort: 'c',
    identities: [
      { mbox: `mailto:${learner}@example.org` },
      { account: { homePage: 'https://lms.example.org', name: learner } },
    ],
  });

describe('admission', () => {
  let product: TestProduct;
  let key: TestKey;

  beforeAll(async () => {
    product = await startProduct({ clock: new SettableClock(NOW) });
    key = await product.key({ scopes: ['ingest'] });
  });
  afterAll(() => product.stop());

  const send = async (events: unknown) => {
    const type = Array.isArray(events) ? 'cloudevents-batch' : 'cloudevents';
    const answer = await fetch(`${product.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: key.authorization, 'content-type': `application/${type}+json` },
      body: JSON.stringify(events),
    });
    return { status: answer.status, body: await answer.json() };
  };

  describe('of a void of an end', () => {
    it('refuses what would give an identity back that another learner has by now', async () => {
      await send([
        identified('a1', 'ada', '01', 'a'),
        identified('a2', 'ada', '03', 'a', 'ended'),
        identified('a3', 'bob', '04', 'a'),
      ]);
      const alone = await send(voided('a4', 'a2'));
      expect(alone).toMatchObject({ status: 409, body: { errors: [{ pointer: '/data/id' }] } });
      expect(alone.body).toMatchObject({ detail: expect.stringContaining('the learner bob has it since') });
      expect(await send([voided('a4', 'a2'), identified('a5', 'eve', '04', 'unrelated')])).toMatchObject({
        status: 200,
        body: {
          accepted: 1,
          rejected: [{ index: 0, id: 'a4', pointer: '/data/id', reason: expect.stringContaining('bob') }],
        },
      });
    });

    it('refuses it also when the other has given the identity up again', async () => {
      await send([
        identified('b1', 'ada', '01', 'b'),
        identified('b2', 'ada', '03', 'b', 'ended'),
        identified('b3', 'bob', '04', 'b'),
        identified('b4', 'bob', '05', 'b', 'ended'),
      ]);
      expect(await send(voided('b5', 'b2'))).toMatchObject({ status: 409 });
    });

    it('takes it when nobody else has the identity, or another end stands before they had', async () => {
      await send([
        identified('c1', 'ada', '01', 'c'),
        identified('c2', 'ada', '02', 'c', 'ended'),
        identified('c3', 'ada', '03', 'c', 'ended'),
        identified('c4', 'bob', '04', 'c'),
      ]);
      expect(await send(voided('c5', 'c2'))).toMatchObject({ status: 200 });
      expect(await send(voided('c6', 'c3'))).toMatchObject({ status: 409 });
      expect(await send([voided('c7', 'c4'), voided('c8', 'c3')])).toMatchObject({
        body: { accepted: 2, rejected: [] },
      });
      expect(await send(identified('c9', 'bob', '05', 'c'))).toMatchObject({ status: 422 });
    });

    it('judges the events of a batch in their order', async () => {
      await send([identified('d1', 'ada', '01', 'd'), identified('d2', 'ada', '03', 'd', 'ended')]);
      expect(await send([voided('d3', 'd2'), identified('d4', 'bob', '04', 'd')])).toMatchObject({
        body: { accepted: 1, rejected: [{ index: 1, reason: expect.stringContaining('ada') }] },
      });
      const whole = [
        identified('e1', 'ada', '01', 'e'),
        identified('e2', 'ada', '03', 'e', 'ended'),
        identified('e3', 'bob', '04', 'e'),
        voided('e4', 'e2'),
      ];
      expect(await send(whole)).toMatchObject({
        body: { accepted: 3, rejected: [{ index: 3, reason: expect.stringContaining('bob') }] },
      });
    });

    it('lets one of a void and a claim win that arrive at once', async () => {
      await send([identified('f1', 'ada', '01', 'f'), identified('f2', 'ada', '03', 'f', 'ended')]);
      const answers = await Promise.all([send(voided('f3', 'f2')), send(identified('f4', 'bob', '04', 'f'))]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    });
  });

  describe('of voids in one batch', () => {
    it('takes an event and its void, in either order', async () => {
      expect(
        await send([
          identified('v1', 'ada', '01', 'v1'),
          voided('v2', 'v1'),
          voided('v3', 'v4'),
          identified('v4', 'ada', '01', 'v4'),
        ]),
      ).toMatchObject({ body: { accepted: 4, rejected: [] } });
    });

    it('refuses the void of a void, in either order, and takes the other', async () => {
      const refused = (index: number, id: string) => ({
        index,
        id,
        pointer: '/data/id',
        reason: expect.stringContaining('a void cannot be voided'),
      });
      expect(await send([voided('w1', 'v1'), voided('w2', 'w1')])).toMatchObject({
        body: { accepted: 1, rejected: [refused(1, 'w2')] },
      });
      expect(await send([voided('w4', 'w3'), voided('w3', 'v4')])).toMatchObject({
        body: { accepted: 1, rejected: [refused(0, 'w4')] },
      });
      expect(await send([voided('w5', 'w6'), voided('w6', 'w5')])).toMatchObject({ status: 422 });
    });
  });

  it('asks for the identities of a batch at once, whatever the number of its learners', async () => {
    const query = jest.spyOn(product.clickhouse, 'query');
    const many = Array.from({ length: 1000 }, (_, index) => enrolled(`n${index}`, `learner-${index}`));
    expect(await send(many)).toMatchObject({ status: 200, body: { accepted: 1000, rejected: [] } });
    const asked = query.mock.calls.filter(([{ name }]) => name === 'intake.identity-history');
    query.mockRestore();
    // 3000 identities of some 60 characters, 40,000 to a query
    expect(asked.length).toBeLessThan(10);
    const taken = many.map(({ data, ...rest }, index) => ({
      ...rest,
      id: `o${index}`,
      data: { ...data, learner: 'another' },
    }));
    expect(await send(taken)).toMatchObject({ status: 422 });
  });
});
