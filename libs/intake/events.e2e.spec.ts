import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineQuery } from '#clickhouse';
import { SettableClock, type Instant } from '#platform';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';

const NOW = '2026-07-10T12:00:00.000000Z' as Instant;
const SOURCE = 'https://tools.example.org/modules';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

const completed = (over: object = {}, data: object = {}) => ({
  specversion: '1.0',
  id: 'e1',
  source: SOURCE,
  type: 'plumbline.module.completed',
  time: '2026-07-01T08:00:00Z',
  data: { program: 'p', learner: 'ada', module: 'm', ...data },
  ...over,
});
const identified = (id: string, learner: string, over: object = {}) => ({
  ...completed({ id, source: 'https://hr.example.org', type: 'plumbline.learner.identified' }),
  data: { learner, identity: { mbox: 'mailto:shared@example.org' }, ...over },
});

describe('POST /v1/events', () => {
  let product: TestProduct;
  let ingest: TestKey;
  let admin: TestKey;
  let other: TestKey;

  beforeAll(async () => {
    product = await startProduct({ clock: new SettableClock(NOW) });
    ingest = await product.key({ scopes: ['ingest'] });
    admin = await product.key({ scopes: ['admin'] });
    other = await product.key({ scopes: ['admin'], tenant: 'other' });
  });
  afterAll(() => product.stop());

  const send = async (
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string>,
    key: TestKey = ingest,
  ): Promise<Answer> => {
    const response = await fetch(`${product.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: key.authorization, ...headers },
      body,
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, unknown>,
    };
  };
  const structured = (event: unknown, key?: TestKey) =>
    send(JSON.stringify(event), { 'content-type': 'application/cloudevents+json' }, key);
  const batch = (events: unknown, key?: TestKey) =>
    send(JSON.stringify(events), { 'content-type': 'application/cloudevents-batch+json' }, key);
  const read = async (id: string, key: TestKey, source = SOURCE): Promise<Answer> => {
    const response = await fetch(`${product.url}/v1/events/${id}?source=${encodeURIComponent(source)}`, {
      headers: { authorization: key.authorization },
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, unknown>,
    };
  };
  const stored = async (): Promise<number> => {
    const response = await fetch(`${product.url}/metrics`);
    expect(response.status).toBe(200);
    const [row] = await product.clickhouse.query(countEvents, '', {});
    return row?.rows ?? -1;
  };

  it('takes one event in structured and in binary mode, and gives it back as sent', async () => {
    expect(await structured(completed({ id: 's1', traceparent: '00-abc-01' }))).toMatchObject({
      status: 200,
      body: { accepted: 1, duplicates: 0, rejected: [] },
    });
    const binary = await send(JSON.stringify(completed().data), {
      'content-type': 'application/json; charset=utf-8',
      'ce-specversion': '1.0',
      'ce-id': 'b%C3%A91',
      'ce-source': SOURCE,
      'ce-type': 'plumbline.module.completed',
      'ce-time': '2026-07-01T10:00:00+02:00',
    });
    expect(binary).toMatchObject({ status: 200, body: { accepted: 1 } });
    expect(await read('s1', admin)).toMatchObject({
      status: 200,
      body: {
        ...completed({ id: 's1', traceparent: '00-abc-01' }),
        recordedtime: '2026-07-10T12:00:00.000001Z',
      },
    });
    expect(await read(encodeURIComponent('bé1'), admin)).toMatchObject({
      status: 200,
      body: { time: '2026-07-01T10:00:00+02:00', data: completed().data },
    });
  });

  it('keeps the good of a batch and names each fault by index, pointer and reason', async () => {
    const answer = await batch([
      completed({ id: 'g1' }),
      completed({ id: 'g2' }, { modul: 'm' }),
      7,
      completed({ id: 'g3', type: 'plumbline.modul.completed' }),
      completed({ id: 'g1' }),
    ]);
    expect(answer).toMatchObject({ status: 200, body: { accepted: 1, duplicates: 1 } });
    const rejected = answer.body['rejected'] as { index: number; pointer: string; reason: string }[];
    expect(rejected.map(({ index, pointer }) => [index, pointer])).toEqual([
      [1, '/data/modul'],
      [2, ''],
      [3, '/type'],
    ]);
    expect(rejected[2]?.reason).toContain('plumbline.module.completed');
  });

  it('answers 409 to another content under a taken id, 422 when nothing of a batch is good', async () => {
    await structured(completed({ id: 'c1' }));
    expect(await structured(completed({ id: 'c1' }))).toMatchObject({ status: 200, body: { duplicates: 1 } });
    expect(await structured(completed({ id: 'c1' }, { module: 'other' }))).toMatchObject({
      status: 409,
      body: { errors: [{ pointer: '/id' }] },
    });
    expect(await batch([completed({ id: 'c1' }, { module: 'other' })])).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/0/id' }] },
    });
    expect(await read('c1', admin)).toMatchObject({ body: { data: { module: 'm' } } });
  });

  it('lets one of many concurrent contents of an id win', async () => {
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        structured(completed({ id: 'race' }, { module: `m${index}` })),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([
      200,
      ...Array.from({ length: 15 }, () => 409),
    ]);
  });

  it('refuses what cannot be read, stores nothing of it, and never fails', async () => {
    const before = await stored();
    const json = 'application/cloudevents+json';
    const cases: [name: string, body: string | Uint8Array<ArrayBuffer>, type: string, status: number][] = [
      ['no JSON', '{', json, 400],
      ['empty', '', json, 400],
      ['not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), json, 400],
      ['raw NUL', '{"a":"\u0000"}', json, 400],
      ['__proto__', `{"__proto__":{"a":1}}`, json, 400],
      ['deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, json, 413],
      ['an array where one event is', '[]', json, 422],
      ['an object where a batch is', '{}', 'application/cloudevents-batch+json', 400],
      ['an empty batch', '[]', 'application/cloudevents-batch+json', 400],
      ['plain JSON', '{}', 'application/json', 415],
      ['text', 'x', 'text/plain', 415],
      ['a form', 'a=b', 'application/x-www-form-urlencoded', 415],
      ['huge', `"${'x'.repeat(33 * 1024 * 1024)}"`, json, 413],
      ['year 1', JSON.stringify(completed({ id: 'bad', time: '0001-01-01T00:00:00Z' })), json, 422],
      ['year 9999', JSON.stringify(completed({ id: 'bad', time: '9999-12-31T23:59:59Z' })), json, 422],
      ['next month', JSON.stringify(completed({ id: 'bad', time: '2026-08-10T00:00:00Z' })), json, 422],
      ['no such day', JSON.stringify(completed({ id: 'bad', time: '2026-02-30T00:00:00Z' })), json, 422],
      ['escaped NUL', JSON.stringify(completed({ id: 'bad\u0000' })), json, 422],
      ['an empty id', JSON.stringify(completed({ id: '' })), json, 422],
      ['a long id', JSON.stringify(completed({ id: 'x'.repeat(10_000) })), json, 422],
      [
        'a statement',
        JSON.stringify({ ...completed({ id: 'bad', type: 'plumbline.xapi.statement-stored' }), data: {} }),
        json,
        422,
      ],
    ];
    for (const [name, body, type, status] of cases) {
      const answer = await send(body, { 'content-type': type });
      expect([name, answer.status]).toEqual([name, status]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(String(answer.body['detail'])).not.toBe('');
    }
    expect(await stored()).toBe(before);
  });

  it('asks for admin where it is needed: definitions, exclusions, voids of others', async () => {
    const excluded = {
      ...completed({ id: 'x1', type: 'plumbline.learner.excluded' }),
      data: { program: 'p', learner: 'ada', reason: 'long-leave', approver: 'Maya' },
    };
    expect(await structured(excluded)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/type' }] },
    });
    expect(await structured(excluded, admin)).toMatchObject({ status: 200 });
    const voided = (id: string, source: string) => ({
      ...completed({ id, type: 'plumbline.event.voided' }),
      data: { source, id: 'c1', reason: 'entered twice' },
    });
    expect(await structured(voided('v1', 'https://elsewhere.example.org'))).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/data/source' }] },
    });
    expect(await structured(voided('v1', SOURCE))).toMatchObject({ status: 200 });
    const again = { ...voided('v2', SOURCE), data: { source: SOURCE, id: 'v1', reason: 'changed my mind' } };
    expect(await structured(again)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/data/id' }] },
    });
    const self = { ...voided('v3', SOURCE), data: { source: SOURCE, id: 'v3', reason: 'itself' } };
    expect(await structured(self)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/data/id' }] },
    });
    const broken = {
      ...completed({ id: 'd1', type: 'plumbline.program.defined', time: undefined }),
      data: { program: 'p', definition: { program: { id: 'p' } }, effectiveFrom: '2026-07-01T00:00:00Z' },
    };
    const refused = await structured(broken, admin);
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body['errors'])).toContain('/data/definition/');
  });

  it('gives an identity to one learner at a time, also within a batch and at the same moment', async () => {
    const answers = await Promise.all([
      structured(identified('i1', 'ada')),
      structured(identified('i2', 'bob')),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    const holder = answers[0]?.status === 200 ? 'ada' : 'bob';
    const rival = holder === 'ada' ? 'bob' : 'ada';
    const sameMailbox = {
      ...identified('i3', rival),
      data: { learner: rival, identity: { mbox_sha1sum: SHARED_SHA1 } },
    };
    expect(await structured(sameMailbox)).toMatchObject({ status: 422 });
    const handOver = await batch([identified('i4', holder, { action: 'ended' }), identified('i5', rival)]);
    expect(handOver).toMatchObject({ body: { accepted: 2, rejected: [] } });
    expect(await structured(identified('i6', holder))).toMatchObject({ status: 422 });
  });

  it('keeps tenants apart: neither read, nor in the way, nor voided by another', async () => {
    await structured(completed({ id: 't1' }));
    expect((await read('t1', other)).status).toBe(404);
    expect(await structured(completed({ id: 't1' }, { module: 'theirs' }), other)).toMatchObject({
      status: 200,
      body: { accepted: 1 },
    });
    expect(await structured(identified('t2', 'carol'), other)).toMatchObject({ status: 200 });
    expect(await read('t1', admin)).toMatchObject({ body: { data: { module: 'm' } } });
  });

  it('bounds its answer whatever the number of faults, and does not search huge texts for them', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`unknown-${'x'.repeat(600)}${index}`, 1]),
    );
    const answer = await structured(completed({ id: 'faults' }, many));
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body).length).toBeLessThan(100_000);
    const twice = `{${Array.from({ length: 200_000 }, (_, index) => `"k${index}":1`).join(',')},"k0":1}`;
    expect((await send(twice, { 'content-type': 'application/cloudevents+json' })).status).toBe(400);
    const long = `{"a":"${'x'.repeat(8 * 1024 * 1024)}`;
    expect((await send(long, { 'content-type': 'application/cloudevents+json' })).status).toBe(400);
  });

  it('answers a URL that cannot be decoded as any other fault', async () => {
    const response = await fetch(`${product.url}/v1/events/%zz`, {
      headers: { authorization: admin.authorization },
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.headers.get('x-request-id')).not.toBeNull();
  });

  it('answers 401 and 403 apart', async () => {
    const reader = await product.key({ scopes: ['read'] });
    expect((await structured(completed({ id: 'a1' }), reader)).status).toBe(403);
    // an event names people: its senders may read it, others need the scope people
    const stored = await fetch(`${product.url}/v1/events/a1`, {
      headers: { authorization: reader.authorization },
    });
    expect([stored.status, await stored.text()]).toEqual([403, expect.stringContaining('ingest or people')]);
    const bare = await fetch(`${product.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: '{}',
    });
    expect(bare.status).toBe(401);
    expect(bare.headers.get('www-authenticate')).toContain('Basic');
    expect(
      (await structured(completed({ id: 'a1' }), { ...ingest, authorization: 'Basic !!!' })).status,
    ).toBe(401);
  });
});

/** printf mailto:shared@example.org | sha1sum */
const SHARED_SHA1 = createHash('sha1').update('mailto:shared@example.org').digest('hex');

const countEvents = defineQuery({
  name: 'test.count-events',
  sql: `SELECT count() AS rows FROM events WHERE {tenant:String} = ''`,
  params: z.object({}),
  row: z.object({ rows: z.coerce.number() }),
});
