import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot, SettableClock, type Instant } from '#platform';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { z } from 'zod';
import { ADL, ask, Au, authToken, CMI5, launchedBy, ORIGIN } from './au.ts';

const PROGRAM = 'ai-reskilling-2026';
const LITERACY = 'https://lms.example.org/course/ai-literacy';
const DONE = { completion: true, duration: 'PT30M' };

const clock = new SettableClock('2026-09-01T08:00:00.000000Z' as Instant);
let product: TestProduct;
let lms: TestKey;
let admin: TestKey;
beforeAll(async () => {
  product = await startProduct({ clock });
  lms = await product.key({ scopes: ['ingest'] });
  admin = await product.key({ scopes: ['admin'] });
  const yaml = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
  await send(admin, 'PUT', `/v1/programs/${PROGRAM}`, yaml, { 'content-type': 'application/yaml' });
  for (const learner of ['ada', 'bob']) {
    await event('learner.enrolled', '2026-07-01T08:00:00Z', {
      program: PROGRAM,
      learner,
      cohort: 'summer-2026',
      role: 'change-champion',
      identities: [{ account: { homePage: 'https://lms.example.org', name: learner } }],
    });
    await event('module.completed', '2026-07-02T08:00:00Z', {
      program: PROGRAM,
      learner,
      module: 'guardrails',
    });
  }
});
afterAll(() => product.stop());

function send(
  key: { readonly authorization: string } | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  return ask(key, method, path.startsWith('http') ? path : `${product.url}${path}`, body, headers);
}

async function event(type: string, time: string, data: object): Promise<void> {
  const envelope = {
    specversion: '1.0',
    id: randomUUID(),
    source: 'urn:hr',
    type: `plumbline.${type}`,
    time,
    data,
  };
  const cloudEvent = { 'content-type': 'application/cloudevents+json' };
  const answer = await send(lms, 'POST', '/v1/events', envelope, cloudEvent);
  expect(answer.json).toMatchObject({ accepted: 1 });
}

const launch = (
  learner: string,
  ids: readonly string[] = [LITERACY],
  more: Parameters<typeof launchedBy>[3] = {},
) => launchedBy({ url: product.url, key: lms }, learner, ids, more);

async function completion(): Promise<number> {
  const { json } = await send(
    admin,
    'GET',
    `/v1/programs/${PROGRAM}/kpis/training-completion?asOf=2026-08-30`,
  );
  return json.numerator;
}
const kinds = async () => {
  const { json } = await send(admin, 'GET', '/v1/findings');
  return z
    .object({ findings: z.array(z.object({ kind: z.string(), part: z.string() })) })
    .parse(json)
    .findings.filter(({ part }) => part === 'cmi5')
    .map(({ kind }) => kind)
    .toSorted();
};

describe('a fetch URL', () => {
  it('gives credentials once, to one of those who ask at a time, and says in the way of cmi5 why it does not', async () => {
    const { fetch: url } = await launch('ada');
    const asked = await Promise.all(Array.from({ length: 4 }, () => send(null, 'POST', url)));
    expect(asked.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(asked.filter(({ json }) => 'auth-token' in json)).toHaveLength(1);
    const again = await send(null, 'POST', url);
    expect([again.status, again.json]).toMatchObject([
      200,
      { 'error-code': '1', 'error-text': expect.any(String) },
    ]);
    const wrong = await send(null, 'POST', `${url.slice(0, -4)}AAAA`);
    expect([wrong.status, wrong.json]).toMatchObject([200, { 'error-code': '3' }]);
    expect((await send(null, 'GET', url)).status).toBe(405);
  });

  it('is open to pages of the origins that the launch names, and so is the LRS', async () => {
    const opened = await launch('ada');
    const preflight = { origin: ORIGIN, 'access-control-request-method': 'POST' };
    for (const url of [opened.fetch, `${opened.endpoint}statements`]) {
      const allowed = await send(null, 'OPTIONS', url, undefined, preflight);
      expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN]);
    }
    const other = { origin: 'https://elsewhere.example.org' };
    const foreign = await send(null, 'OPTIONS', opened.fetch, undefined, { ...preflight, ...other });
    expect(foreign.status).toBe(403);
    const fetched = await send(null, 'POST', opened.fetch, undefined, { origin: ORIGIN });
    expect(fetched.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    const key = { authorization: `Basic ${authToken.parse(fetched.json)['auth-token']}` };
    expect((await send(key, 'GET', `${opened.endpoint}about`, undefined, other)).status).toBe(403);
  });

  it('stands behind the URL of the AU with what else was there', async () => {
    const { url, session } = await launch('ada');
    expect(url).toMatch(/^https:\/\/content\.example\.org\/au\/index\.html\?lang=de&endpoint=.*#start$/);
    const said = await send(admin, 'GET', `/xapi/statements?verb=${encodeURIComponent(`${ADL}launched`)}`);
    expect(said.json.statements[0].context.extensions).toMatchObject({
      [`${CMI5}/extensions/sessionid`]: session,
      [`${CMI5}/extensions/masteryscore`]: 0.8,
      [`${CMI5}/extensions/moveon`]: 'CompletedAndPassed',
      [`${CMI5}/extensions/launchmode`]: 'Normal',
    });
    const bare = { actor: { mbox: 'mailto:a@example.org' }, registration: 'x', activityId: 'urn:au' };
    const refused = await send(lms, 'POST', '/v1/cmi5/launches', bare);
    expect([refused.status, refused.json]).toMatchObject([400, { errors: [{ pointer: '/registration' }] }]);
    const nameless = await send(lms, 'POST', '/v1/cmi5/launches', { ...bare, registration: randomUUID() });
    expect([nameless.status, nameless.json]).toMatchObject([400, { errors: [{ pointer: '/publisherId' }] }]);
  });
});

describe('launched', () => {
  it('is left to an LMS that says it itself', async () => {
    const au = await Au.start(await launch('ada', [LITERACY], { sayLaunched: false }));
    const { registration } = au.opened;
    const query = new URLSearchParams({ verb: `${ADL}launched`, registration });
    const said = () => send(admin, 'GET', `/xapi/statements?${query}`);
    expect((await said()).json.statements).toEqual([]);
    const launched = au.statement('launched', '2026-07-09T08:00:00Z');
    expect((await send(lms, 'POST', '/xapi/statements', launched)).status).toBe(200);
    expect((await said()).json.statements).toMatchObject([{ id: launched.id }]);
  });
});

describe('an ordinary AU', () => {
  it('finds its documents, keeps the rules, and counts', async () => {
    const preferences = { languagePreference: 'de-DE', audioPreference: 'on' };
    const au = await Au.start(await launch('ada'));
    const { actor: agent, activityId, registration } = au.opened;
    const profile = `/xapi/agents/profile?${new URLSearchParams({ agent, profileId: 'cmi5LearnerPreferences' })}`;
    await send(lms, 'PUT', profile, preferences, { 'if-none-match': '*' });
    const found = await au.document('GET', 'agents/profile', { profileId: 'cmi5LearnerPreferences' });
    expect([found.status, found.json]).toEqual([200, preferences]);
    const place = { activityId, registration, stateId: 'place' };
    expect((await au.document('PUT', 'activities/state', place, { page: 7 })).status).toBe(204);
    expect((await au.document('GET', 'activities/state', place)).json).toEqual({ page: 7 });

    const sent = [
      au.statement('initialized', '2026-07-10T08:00:00Z'),
      au.statement('completed', '2026-07-10T08:30:00Z', DONE),
      au.statement('passed', '2026-07-10T08:31:00Z', {
        success: true,
        score: { scaled: 0.9 },
        duration: 'PT31M',
      }),
      au.statement('terminated', '2026-07-10T08:32:00Z', { duration: 'PT32M' }),
    ];
    for (const statement of sent) expect((await au.send(statement)).status).toBe(200);
    // an answer may be lost: what was stored is taken again
    expect((await au.send(...sent)).status).toBe(200);
    expect(await completion()).toBe(1);
    expect(await kinds()).toEqual([]);
  });
});

describe('an AU that breaks the rules', () => {
  it('is stored, found, and counted nowhere', async () => {
    const au = await Au.start(await launch('bob'));
    const { status } = await au.send(
      au.statement('completed', '2026-07-11T07:00:00Z', DONE),
      au.statement('initialized', '2026-07-11T08:00:00Z'),
      au.statement('passed', '2026-07-11T08:31:00Z', {
        success: true,
        score: { scaled: 0.5 },
        duration: 'PT31M',
      }),
      au.statement('terminated', '2026-07-11T08:32:00Z', { duration: 'PT32M' }),
    );
    expect(status).toBe(200);
    expect((await au.send(au.statement('completed', '2026-07-11T08:33:00Z', DONE))).status).toBe(200);
    expect(await completion()).toBe(1);
    expect(await kinds()).toEqual([
      'cmi5-after-terminated',
      'cmi5-not-initialized',
      'cmi5-passed-below-mastery',
    ]);
  });

  it('completes nothing where its LMS opened it to browse, also when its clock is behind', async () => {
    const au = await Au.start(await launch('bob', [LITERACY], { launchMode: 'Browse' }));
    const { status } = await au.send(
      au.statement('initialized', '2026-07-11T09:00:00Z'),
      au.statement('completed', '2026-07-11T09:30:00Z', DONE),
      au.statement('terminated', '2026-07-11T09:31:00Z', { duration: 'PT31M' }),
    );
    expect(status).toBe(200);
    expect(await completion()).toBe(1);
    expect(await kinds()).toContain('cmi5-browse-or-review');
    expect(await kinds()).not.toContain('cmi5-launched-not-first');
  });
});

describe('the LMS', () => {
  const lmsSays = (verb: string, publisher: string, at: string, learner = 'bob') => ({
    timestamp: at,
    actor: { account: { homePage: 'https://lms.example.org', name: learner } },
    verb: { id: `https://w3id.org/xapi/adl/verbs/${verb}` },
    object: { id: `https://lms.example.org/made/${publisher.length}` },
    context: {
      registration: randomUUID(),
      contextActivities: {
        category: [{ id: `${CMI5}/categories/cmi5` }, { id: `${CMI5}/categories/moveon` }],
        grouping: [{ id: publisher }],
      },
      extensions: { [`${CMI5}/extensions/sessionid`]: randomUUID() },
    },
    ...(verb === 'waived' ? { result: { success: true, completion: true } } : {}),
  });

  it('meets moveOn by waiving an AU, named by its publisher in grouping alone', async () => {
    expect(await completion()).toBe(1);
    await send(lms, 'POST', '/xapi/statements', lmsSays('waived', LITERACY, '2026-07-20T08:00:00Z'));
    expect(await completion()).toBe(2);
  });

  it('completes a course by satisfied, which no AU of it does', async () => {
    const course = 'https://publisher.example.org/control-plans';
    await event('learner.enrolled', '2026-07-01T08:00:00Z', {
      program: PROGRAM,
      learner: 'cem',
      cohort: 'summer-2026',
      role: 'risk-assessor',
      identities: [{ account: { homePage: 'https://lms.example.org', name: 'cem' } }],
    });
    for (const module of ['ai-literacy', 'guardrails', 'risk-tiering'])
      await event('module.completed', '2026-07-02T08:00:00Z', { program: PROGRAM, learner: 'cem', module });
    const au = await Au.start(await launch('cem', [`${course}/au/1`, course]));
    await au.send(
      au.statement('initialized', '2026-07-10T08:00:00Z'),
      au.statement('completed', '2026-07-10T08:30:00Z', DONE),
    );
    expect(await completion()).toBe(2);
    const satisfied = lmsSays('satisfied', course, '2026-07-20T08:00:00Z', 'cem');
    await send(lms, 'POST', '/xapi/statements', satisfied);
    expect(await completion()).toBe(3);
  });
});
