import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { SettableClock, projectRoot, type Instant } from '#platform';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';

const PROGRAM = 'ai-reskilling-2026';
const clock = new SettableClock('2026-10-31T12:00:00.000000Z' as Instant);

let product: TestProduct;
let admin: TestKey;
beforeAll(async () => {
  product = await startProduct({ clock });
  admin = await product.key({ scopes: ['admin'] });
  const yaml = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
  const headers = { authorization: admin.authorization, 'content-type': 'application/yaml' };
  await fetch(`${product.url}/v1/programs/${PROGRAM}`, { method: 'PUT', headers, body: yaml });
});
afterAll(() => product.stop());

async function ask(path: string, query: Record<string, string>) {
  const answer = await fetch(`${product.url}${path}?${new URLSearchParams(query)}`, {
    headers: { authorization: admin.authorization },
  });
  return { status: answer.status, text: await answer.text() };
}

const paths = [
  `/v1/programs/${PROGRAM}`,
  `/v1/programs/${PROGRAM}/scorecard`,
  `/v1/programs/${PROGRAM}/kpis/skills-gain`,
  `/v1/programs/${PROGRAM}/kpis/skills-gain/evidence`,
  `/v1/programs/${PROGRAM}/measures/completion-by-track`,
  `/v1/programs/${PROGRAM}/measures/completion-by-track/evidence`,
  `/dashboards/${PROGRAM}/executive`,
];

describe.each(paths)('%s', (path) => {
  it.each([
    '0000-01-01',
    '0001-01-01T00:00:00Z',
    '1899-12-31',
    '1899-12-31T23:59:59Z',
    '2026-02-30',
    '2026-02-30T00:00:00Z',
    '2026-13-01',
    '2026-07-20T24:00:00Z',
    '2026-07-20T09:00:00+99:00',
    '2026-07-20T09:00:00-00:00',
    '2026-07-20T09:00:00',
    '2299-12-31',
    '2300-01-01T00:00:00Z',
    '9999-12-31',
    '9999-12-31T23:59:59.999999Z',
    '+275760-09-13T00:00:00Z',
    '-000001-01-01',
    '20260720',
    'now',
    '',
  ])('refuses the clock %p and names the range', async (text) => {
    for (const name of ['asOf', 'knownBy']) {
      const answer = await ask(path, { [name]: text });
      expect([name, answer.status]).toEqual([name, 400]);
      expect(JSON.parse(answer.text)).toMatchObject({
        errors: [
          {
            pointer: name,
            reason: expect.stringMatching(/from 1900-01-02 to 2026-10-31T|through 2026-10-31T/),
          },
        ],
      });
    }
  });

  it('answers 404 for a moment of the range at which the program was not defined', async () => {
    const answer = await ask(path, { asOf: '1900-01-02' });
    expect([answer.status, JSON.parse(answer.text).detail]).toEqual([
      404,
      expect.stringContaining('was not defined as of 1900-01-02'),
    ]);
  });
});

describe('a definition that was voided', () => {
  it('stays in force in what was known before', async () => {
    const headers = { authorization: admin.authorization };
    const put = { ...headers, 'content-type': 'application/yaml' };
    const body = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
    const url = `${product.url}/v1/programs/to-be-voided`;
    await fetch(url, { method: 'PUT', headers: put, body: body.replaceAll(PROGRAM, 'to-be-voided') });
    clock.advanceTo('2026-10-31T13:00:00.000000Z' as Instant);
    const pair = { asOf: '2026-10-31T12:30:00Z', knownBy: '2026-10-31T12:30:00Z' };
    const before = await ask('/v1/programs/to-be-voided/scorecard', pair);
    expect(before.status).toBe(200);

    const { source, id } = Object(
      await product.clickhouse.query(definedBy, 'default', { program: 'to-be-voided' }),
    )[0];
    await fetch(`${product.url}/v1/events`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({
        specversion: '1.0',
        type: 'plumbline.event.voided',
        source: 'urn:operator',
        id: 'void-1',
        time: '2026-10-31T13:00:00Z',
        data: { source, id, reason: 'applied by mistake' },
      }),
    });
    clock.advanceTo('2026-10-31T14:00:00.000000Z' as Instant);
    expect(await ask('/v1/programs/to-be-voided/scorecard', pair)).toEqual(before);
    expect(await ask('/v1/programs/to-be-voided/scorecard', {})).toMatchObject({
      status: 404,
      text: expect.not.stringMatching(/Defined are: [^"]*to-be-voided/),
    });
  });
});

const definedBy = defineQuery({
  name: 'test.defined-by',
  sql: 'SELECT source, id FROM program_facts WHERE tenant = {tenant:String} AND program = {program:String}',
  params: z.object({ program: z.string() }),
  row: z.object({ source: z.string(), id: z.string() }),
});
