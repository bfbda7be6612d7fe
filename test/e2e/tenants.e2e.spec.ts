import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettableClock, projectRoot, type Instant } from '#platform';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { z } from 'zod';

const openApi = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const PROGRAM = 'ai-reskilling-2026';
const LEARNER = 'marker-learner-ada';
const STATEMENT = '6a1f3f0e-5c61-4a4e-9b0c-6e4f5a1b2c3d';
const EVENT = 'marker-event-enrolled';

/** Everything of one tenant, asked for with the admin key of another: on every path of the API. */
describe('another tenant', () => {
  const clock = new SettableClock('2026-10-31T12:00:00.000000Z' as Instant);
  let product: TestProduct;
  let ours: TestKey;
  let theirs: TestKey;
  let report: string;
  const prepared: number[] = [];
  let paths: { path: string; method: string }[];

  const send = async (key: TestKey, method: string, path: string, body?: { type: string; text: string }) =>
    fetch(`${product.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        authorization: key.authorization,
        'x-experience-api-version': '1.0.3',
        ...(body ? { 'content-type': body.type } : {}),
      },
      ...(body ? { body: body.text } : {}),
    });
  const events = (key: TestKey, list: object[]) =>
    send(key, 'POST', '/v1/events', {
      type: 'application/cloudevents-batch+json',
      text: JSON.stringify(list),
    });

  beforeAll(async () => {
    product = await startProduct({ clock });
    ours = await product.key({ scopes: ['admin'], tenant: 'ours' });
    theirs = await product.key({ scopes: ['admin'], tenant: 'theirs' });
    const file = readFileSync(
      join(projectRoot, 'test', 'fixtures', 'programs', 'ai-reskilling-90-days.yaml'),
      'utf8',
    );
    await send(ours, 'PUT', `/v1/programs/${PROGRAM}`, { type: 'application/yaml', text: file });
    const enrolled = {
      specversion: '1.0',
      id: EVENT,
      source: 'https://hr.example.org',
      type: 'plumbline.learner.enrolled',
      time: '2026-07-01T08:00:00Z',
      data: {
        program: PROGRAM,
        learner: LEARNER,
        cohort: 'summer-2026',
        role: 'prompt-engineer',
        identities: [{ mbox: 'mailto:marker@example.org' }],
      },
    };
    prepared.push((await events(ours, [enrolled])).status);
    const statement = {
      id: STATEMENT,
      actor: { mbox: 'mailto:marker@example.org' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
      object: { id: 'https://lms.example.org/course/marker-unknown' },
      timestamp: '2026-07-03T10:00:00Z',
    };
    const stored = await send(ours, 'POST', '/xapi/statements', {
      type: 'application/json',
      text: JSON.stringify(statement),
    });
    prepared.push(stored.status);
    const ordered = await send(ours, 'POST', `/v1/programs/${PROGRAM}/reports`, {
      type: 'application/json',
      text: '{"document":"security-compliance","period":"2026-10"}',
    });
    prepared.push(ordered.status);
    report = z.object({ id: z.string() }).parse(await ordered.json()).id;
    clock.advanceTo('2026-10-31T13:00:00.000000Z' as Instant);
    const { paths: described } = openApi.parse(await (await fetch(`${product.url}/openapi.json`)).json());
    paths = Object.entries(described).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ path, method: method.toUpperCase() })),
    );
  }, 60_000);
  afterAll(() => product.stop());

  const filled = (path: string): string =>
    path
      .replace('{program}', PROGRAM)
      .replace('{kpi}', 'training-completion')
      .replace('{document}', 'executive')
      .replace('{type}', 'plumbline.learner.enrolled')
      .replace('reports/{id}', `reports/${report}`)
      .replace('keys/{id}', `keys/${ours.id}`)
      .replace('events/{id}', `events/${EVENT}`);

  it('finds everything of ours in place', () => {
    expect(prepared).toEqual([200, 200, 202]);
  });

  it('reads nothing of ours on any path', async () => {
    const reads = paths.filter(({ method }) => method === 'GET' || method === 'HEAD');
    expect(reads.length).toBeGreaterThan(12);
    for (const { method, path } of reads) {
      const response = await send(theirs, method, filled(path));
      const text = await response.text();
      expect([path, response.status < 500]).toEqual([path, true]);
      for (const marker of [
        LEARNER,
        'marker@example.org',
        'marker-unknown',
        STATEMENT,
        ours.id,
        'AI Reskilling 2026',
      ]) {
        expect([path, marker, text.replaceAll(filled(path), '').includes(marker)]).toEqual([
          path,
          marker,
          false,
        ]);
      }
      const named = path.includes('{') && !path.startsWith('/schemas');
      expect([path, named && response.ok]).toEqual([path, false]);
    }
    const single = await send(theirs, 'GET', `/xapi/statements?statementId=${STATEMENT}`);
    expect(single.status).toBe(404);
    expect(await single.text()).not.toContain('marker');
    const agent = encodeURIComponent('{"mbox":"mailto:marker@example.org"}');
    expect(await (await send(theirs, 'GET', `/xapi/statements?agent=${agent}`)).json()).toEqual({
      statements: [],
      more: '',
    });
  });

  it('is shown what is ours when the key is ours: the same questions have answers', async () => {
    const answers = await Promise.all(
      [
        `/v1/programs/${PROGRAM}`,
        `/v1/programs/${PROGRAM}/scorecard`,
        `/v1/events/${EVENT}`,
        `/xapi/statements?statementId=${STATEMENT}`,
        `/v1/reports/${report}`,
      ].map((path) => send(ours, 'GET', path)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await (await send(ours, 'GET', '/v1/unmapped')).text()).toContain('marker-unknown');
  });

  it('changes nothing of ours by any write', async () => {
    const before = await (
      await send(ours, 'GET', `/v1/programs/${PROGRAM}/scorecard?by=role&knownBy=2026-10-31T12:30:00Z`)
    ).text();
    expect((await send(theirs, 'DELETE', `/v1/keys/${ours.id}`)).status).toBe(404);
    expect(
      (
        await send(theirs, 'POST', `/v1/programs/${PROGRAM}/reports`, {
          type: 'application/json',
          text: '{"document":"executive","period":"2026-10"}',
        })
      ).status,
    ).toBe(404);
    const sameIdentity = {
      specversion: '1.0',
      id: EVENT,
      source: 'https://hr.example.org',
      type: 'plumbline.learner.withdrawn',
      time: '2026-07-02T08:00:00Z',
      data: { program: PROGRAM, learner: LEARNER },
    };
    const voided = {
      ...sameIdentity,
      id: 'void',
      type: 'plumbline.event.voided',
      data: { source: 'https://hr.example.org', id: EVENT, reason: 'not ours' },
    };
    expect((await events(theirs, [sameIdentity, voided])).status).toBe(200);
    const voiding = {
      actor: { mbox: 'mailto:other@example.org' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: { objectType: 'StatementRef', id: STATEMENT },
    };
    expect(
      (
        await send(theirs, 'POST', '/xapi/statements', {
          type: 'application/json',
          text: JSON.stringify(voiding),
        })
      ).status,
    ).toBe(200);
    const file = readFileSync(
      join(projectRoot, 'test', 'fixtures', 'programs', 'ai-reskilling-90-days.yaml'),
      'utf8',
    ).replace('value: 0.85', 'value: 0.10');
    expect(
      (await send(theirs, 'PUT', `/v1/programs/${PROGRAM}`, { type: 'application/yaml', text: file })).status,
    ).toBe(200);
    expect(
      await (
        await send(ours, 'GET', `/v1/programs/${PROGRAM}/scorecard?by=role&knownBy=2026-10-31T12:30:00Z`)
      ).text(),
    ).toBe(before);
    expect((await send(ours, 'GET', `/v1/events/${EVENT}`)).status).toBe(200);
    expect((await send(ours, 'GET', `/xapi/statements?statementId=${STATEMENT}`)).status).toBe(200);
  });
});
