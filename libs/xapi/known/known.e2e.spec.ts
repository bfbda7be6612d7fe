import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestProduct } from '#test/support/product';
import { aStatement } from '#test/support/statements';
import { XapiClient } from '#test/support/xapi-client';
import { createHash, randomUUID } from 'node:crypto';

const AGENT = JSON.stringify({ mbox: 'mailto:ada@example.org' });
const ACTIVITY = 'https://lms.example.org/course/ai-literacy';

let product: TestProduct;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('agents and activities', () => {
  it('are told by what statements say of them', async () => {
    const key = await product.key({ scopes: ['ingest', 'read'], tenant: 'known' });
    const client = new XapiClient(product, key);
    const actor = (name: string) => ({ mbox: 'mailto:Bo@Example.org', name });
    const activity = (definition: object) => ({ id: `${ACTIVITY}/known`, definition });
    const verb = { id: 'http://adlnet.gov/expapi/verbs/experienced' };
    await client.post([
      { actor: actor('Bo'), verb, object: activity({ name: { en: 'Course' }, type: 'https://x.example/a' }) },
      {
        actor: actor('Bo Lund'),
        verb,
        object: activity({ name: { de: 'Kurs' }, moreInfo: 'https://x.example/m' }),
      },
    ]);
    const told = await client.send('GET', {
      path: '/xapi/activities',
      parameters: { activityId: `${ACTIVITY}/known` },
    });
    expect(told.json).toEqual({
      objectType: 'Activity',
      id: `${ACTIVITY}/known`,
      definition: {
        name: { en: 'Course', de: 'Kurs' },
        type: 'https://x.example/a',
        moreInfo: 'https://x.example/m',
      },
    });
    const person = await client.send('GET', {
      path: '/xapi/agents',
      parameters: { agent: JSON.stringify({ mbox: 'mailto:Bo@example.org' }) },
    });
    expect(person.json).toEqual({
      objectType: 'Person',
      name: ['Bo', 'Bo Lund'],
      mbox: ['mailto:Bo@example.org'],
    });
    const stranger = new XapiClient(product, await product.key({ scopes: ['read'], tenant: 'strangers' }));
    const [nobody, nothing] = [
      await stranger.send('GET', {
        path: '/xapi/agents',
        parameters: { agent: '{"mbox":"mailto:bo@example.org"}' },
      }),
      await stranger.send('GET', {
        path: '/xapi/activities',
        parameters: { activityId: `${ACTIVITY}/known` },
      }),
    ];
    expect(nobody.json).toEqual({ objectType: 'Person', mbox: ['mailto:bo@example.org'] });
    expect(nothing.json).toEqual({ objectType: 'Activity', id: `${ACTIVITY}/known` });
    const unknown = { activityId: 'https://x.example/nobody' };
    expect((await client.send('GET', { path: '/xapi/activities', parameters: unknown })).json).toEqual({
      objectType: 'Activity',
      id: unknown.activityId,
    });
    for (const [path, parameters] of [
      ['/xapi/activities', {}],
      ['/xapi/activities', { activityId: 'nope' }],
      ['/xapi/activities', { ActivityId: ACTIVITY }],
      ['/xapi/activities', { activityId: ACTIVITY, since: '2026-07-06T08:00:00Z' }],
      ['/xapi/agents', {}],
      ['/xapi/agents', { Agent: AGENT }],
      ['/xapi/agents', { agent: AGENT, profileId: 'x' }],
      ['/xapi/agents', { agent: 'nope' }],
      ['/xapi/agents', { agent: '{"objectType":"Group","mbox":"mailto:a@b.org"}' }],
    ] as const)
      expect([path, (await client.send('GET', { path, parameters })).status]).toEqual([path, 400]);
  });

  it.each([
    { mbox_sha1sum: createHash('sha1').update('mailto:bo@example.org').digest('hex') },
    { openid: 'https://id.example.org/bo' },
    { account: { homePage: 'https://hr.example.org', name: 'bo' } },
  ])('are told from wherever statements name them: %j', async (agent) => {
    const client = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'] }));
    const named = (name: string) => ({ ...agent, objectType: 'Agent', name });
    const id = `${ACTIVITY}/${randomUUID()}`;
    const described = (definition: object) => ({ id, definition });
    const { actor, verb, object } = aStatement();
    const statements = [
      aStatement({ actor: named('Actor'), object: described({ type: 'https://x.example/a' }) }),
      aStatement({ object: named('Object') }),
      aStatement({
        context: {
          instructor: { mbox: 'mailto:somebody@example.org', name: 'Somebody else' },
          team: { objectType: 'Group', member: [named('Member')] },
          contextActivities: { category: [described({ name: { en: 'Category' } })] },
        },
      }),
      aStatement({ object: { objectType: 'SubStatement', actor: named('Inner'), verb, object } }),
      aStatement({
        object: { objectType: 'SubStatement', actor, verb, object: described({ name: { de: 'Innen' } }) },
      }),
    ];
    expect((await client.post(statements)).status).toBe(200);
    const asked = { path: '/xapi/agents', parameters: { agent: JSON.stringify(agent) } };
    expect((await client.send('GET', asked)).json).toEqual({
      objectType: 'Person',
      name: ['Actor', 'Object', 'Member', 'Inner'],
      ...Object.fromEntries(Object.entries(agent).map(([identifier, value]) => [identifier, [value]])),
    });
    const told = await client.send('GET', { path: '/xapi/activities', parameters: { activityId: id } });
    expect(told.json).toEqual({
      objectType: 'Activity',
      id,
      definition: { type: 'https://x.example/a', name: { en: 'Category', de: 'Innen' } },
    });
  });

  it('are told by a definition that the standard allows, when what is asked of an interaction changed', async () => {
    const client = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'] }));
    const id = `${ACTIVITY}/${randomUUID()}`;
    const choices = [{ id: 'a' }, { id: 'b' }];
    const choice = { interactionType: 'choice', correctResponsesPattern: ['a'], choices };
    for (const [definition, told] of [
      [
        { ...choice, name: { en: 'Question' } },
        { ...choice, name: { en: 'Question' } },
      ],
      [{ name: { de: 'Frage' } }, { ...choice, name: { en: 'Question', de: 'Frage' } }],
      [{ interactionType: 'numeric' }, { interactionType: 'numeric', name: { en: 'Question', de: 'Frage' } }],
    ]) {
      const statement = aStatement({ object: { id, definition } });
      expect((await client.post(statement)).status).toBe(200);
      const activity = await client.send('GET', { path: '/xapi/activities', parameters: { activityId: id } });
      expect(activity.json).toEqual({ objectType: 'Activity', id, definition: told });
      expect((await client.post(aStatement({ object: Object(activity.json) }))).status).toBe(200);
    }
  });
});
