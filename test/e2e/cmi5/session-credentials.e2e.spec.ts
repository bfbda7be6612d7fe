import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDuration, SettableClock, type Instant } from '#platform';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { ADL, ask, Au, launchedBy } from './au.ts';

const clock = new SettableClock('2026-09-01T08:00:00.000000Z' as Instant);
let product: TestProduct;
let lms: TestKey;
let admin: TestKey;
beforeAll(async () => {
  product = await startProduct({ clock });
  lms = await product.key({ scopes: ['ingest'] });
  admin = await product.key({ scopes: ['admin'] });
});
afterAll(() => product.stop());

const launch = (learner: string) =>
  launchedBy({ url: product.url, key: lms }, learner, ['https://lms.example.org/course/ai-literacy']);
function send(key: { readonly authorization: string } | null, method: string, path: string, body?: unknown) {
  return ask(key, method, path.startsWith('http') ? path : `${product.url}${path}`, body);
}

describe('the credentials of a session', () => {
  it('take nothing back, speak for nobody else, and have no other part of this server', async () => {
    const au = await Au.start(await launch('bob'));
    const said = au.statement('initialized', '2026-07-12T08:00:00Z');
    await au.send(said);
    const void_ = {
      ...said,
      id: randomUUID(),
      verb: { id: `${ADL}voided` },
      object: { objectType: 'StatementRef', id: said.id },
    };
    const refused = await au.send(void_);
    expect([refused.status, refused.json]).toMatchObject([
      403,
      { detail: expect.stringContaining('cannot void') },
    ]);
    const ada = { account: { homePage: 'https://lms.example.org', name: 'ada' } };
    expect((await au.send({ ...said, id: randomUUID(), actor: ada })).status).toBe(403);
    const other = { ...said, id: randomUUID(), context: { ...said.context, registration: randomUUID() } };
    expect((await au.send(other)).status).toBe(403);
    const documents = { agent: JSON.stringify(ada), profileId: 'cmi5LearnerPreferences' };
    expect((await au.document('GET', 'agents/profile', documents)).status).toBe(403);
    expect((await send(au.key, 'POST', '/v1/cmi5/launches', {})).status).toBe(403);
    expect((await send(au.key, 'POST', '/v1/events', [])).status).toBe(403);
    expect((await send(au.key, 'GET', '/v1/findings')).status).toBe(403);
    const { json } = await send(admin, 'GET', '/v1/keys');
    expect(JSON.stringify(json)).not.toContain('cmi5 session');
  });

  it('say and change nothing that is of the LMS, which would count for whole courses or for another launch', async () => {
    const au = await Au.start(await launch('bob'));
    const said = au.statement('initialized', '2026-07-12T08:00:00Z');
    for (const verb of ['abandoned', 'waived', 'satisfied'].map(
      (name) => `https://w3id.org/xapi/adl/verbs/${name}`,
    )) {
      const { status, json } = await au.send(said, { ...said, id: randomUUID(), verb: { id: verb } });
      expect([status, json]).toMatchObject([403, { detail: expect.stringContaining('the LMS alone') }]);
    }
    const launched = au.statement('launched', '2026-07-12T08:00:00Z');
    expect((await au.send(launched)).status).toBe(403);
    const { contextActivities } = launched.context;
    const category = { id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' };
    const unlisted = { ...launched.context, contextActivities: { ...contextActivities, category } };
    expect((await au.send({ ...launched, context: unlisted })).status).toBe(403);
    const own = au.statement('launched', '2026-07-12T08:01:00Z');
    const { registration, activityId } = au.opened;
    expect(
      (await au.send({ ...own, object: { id: 'https://example.org/sim' }, context: { registration } }))
        .status,
    ).toBe(200);

    const data = { activityId, registration, stateId: 'LMS.LaunchData' };
    const place = { ...data, stateId: 'place' };
    for (const [method, body] of [['PUT', {}], ['POST', {}], ['DELETE']] as const) {
      expect((await au.document(method, 'activities/state', data, body)).status).toBe(403);
      expect((await au.document(method, 'activities/state', place, body)).status).toBe(204);
    }
    expect((await au.document('DELETE', 'activities/state', { activityId, registration })).status).toBe(403);
    expect((await au.document('GET', 'activities/state', data)).json).toMatchObject({
      moveOn: 'CompletedAndPassed',
    });
  });

  const pass = (duration: string) => clock.advanceTo(addDuration(clock.now(), duration));

  it('end five minutes after terminated, so that an answer may be lost', async () => {
    const au = await Au.start(await launch('bob'));
    const said = [au.statement('initialized', '2026-09-01T08:00:00Z')];
    expect((await au.send(...said, au.statement('terminated', '2026-09-01T08:01:00Z'))).status).toBe(200);
    pass('PT4M');
    expect((await au.send(...said)).status).toBe(200);
    pass('PT1M');
    expect((await au.send(...said)).status).toBe(401);
  });

  it('end so when the LMS abandons the session, and else a day after the launch', async () => {
    const [left, open] = [await Au.start(await launch('bob')), await Au.start(await launch('bob'))];
    const said = (au: Au) => au.send(au.statement('initialized', '2026-09-01T08:00:00Z'));
    expect([(await said(left)).status, (await said(open)).status]).toEqual([200, 200]);
    const abandoned = {
      ...left.statement('abandoned', '2026-09-01T08:30:00Z', { duration: 'PT30M' }),
      verb: { id: 'https://w3id.org/xapi/adl/verbs/abandoned' },
    };
    expect((await send(lms, 'POST', '/xapi/statements', abandoned)).status).toBe(200);
    pass('PT5M');
    expect([(await said(left)).status, (await said(open)).status]).toEqual([401, 200]);
    const late = await launch('bob');
    pass('PT24H');
    expect((await said(open)).status).toBe(401);
    expect((await send(null, 'POST', late.fetch)).json).toMatchObject({ 'error-code': '2' });
  });
});
