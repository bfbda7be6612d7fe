import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { startProduct, type TestProduct } from '../../../test/support/product.ts';
import { aStatement } from '../../../test/support/statements.ts';
import { XapiClient } from '../../../test/support/xapi-client.ts';

const KEY = 'https://example.org/number';
const NUMBERS = [
  '9007199254740993',
  '1234567890123456789',
  '123456789012345678901234567890',
  '-9223372036854775809',
  '0.1234567890123456789012',
  '1e-400',
];

const scaledOf = defineQuery({
  name: 'test.scaled-of',
  sql: 'SELECT DISTINCT scaled FROM learning_facts WHERE tenant = {tenant:String} AND id = {id:String}',
  params: z.object({ id: z.string() }),
  row: z.object({ scaled: z.number().nullable() }),
});

describe('numbers that no double holds', () => {
  let product: TestProduct;
  let client: XapiClient;
  let v2: XapiClient;

  beforeAll(async () => {
    product = await startProduct();
    const key = await product.key({ scopes: ['ingest', 'read'] });
    client = new XapiClient(product, key);
    v2 = new XapiClient(product, key, '2.0.0');
  });
  afterAll(() => product.stop());

  /** A statement as text, with `number` in the extensions of its result. */
  const withNumber = (number: string, parts: Readonly<Record<string, unknown>> = {}) => {
    const statement = aStatement({ ...parts, result: { extensions: { [KEY]: ['here'] } } });
    return { id: statement.id, text: JSON.stringify(statement).replace('"here"', number) };
  };

  it.each(NUMBERS)('gives %s back by its digits, in every format and version', async (number) => {
    const { id, text } = withNumber(number, { timestamp: '2026-07-20T11:30:00+02:00' });
    expect((await client.post(text)).status).toBe(200);
    const expected = `"${KEY}":[${number}]`;
    for (const reader of [client, v2]) {
      for (const format of ['exact', 'ids', 'canonical'])
        expect((await reader.get({ statementId: id, format })).text).toContain(expected);
      expect((await reader.get({ statementId: id, attachments: 'true' })).text).toContain(expected);
      expect((await reader.get({ limit: '1' })).text).toContain(expected);
    }
  });

  it.each(NUMBERS)('finds a statement with %s by what it says', async (number) => {
    const activity = `https://lms.example.org/${randomUUID()}`;
    const { id, text } = withNumber(number, { object: { id: activity } });
    await client.post(text);
    expect((await client.get({ activity })).text).toContain(id);
  });

  it('compares them by their value', async () => {
    const { id, text } = withNumber('9007199254740993');
    const again = (number: string) => client.put(id, text.replace('9007199254740993', number));
    expect((await again('9007199254740993')).status).toBe(204);
    expect((await again('9007199254740993.0')).status).toBe(204);
    expect((await again('9007199254740992')).status).toBe(409);
    const whole = withNumber('1');
    await client.post(whole.text);
    expect((await client.put(whole.id, whole.text.replace('[1]', '[1.0]'))).status).toBe(204);
  });

  it('checks a score as the number it is, and gives its digits back', async () => {
    const scored = (score: string) => {
      const statement = aStatement({ result: { score: 'here' } });
      return { id: statement.id, text: JSON.stringify(statement).replace('"here"', score) };
    };
    const good = scored('{"scaled":0.83333333333333333333,"raw":83.33333333333333333333,"max":100}');
    expect((await client.post(good.text)).status).toBe(200);
    expect((await client.get({ statementId: good.id })).text).toContain('"scaled":0.83333333333333333333');
    const rows = await product.clickhouse.query(scaledOf, 'default', { id: good.id });
    expect(rows).toEqual([{ scaled: 0.8333333333333334 }]);
    const outside = await client.post(scored('{"scaled":1.23456789012345678901}').text);
    expect([outside.status, outside.json]).toMatchObject([
      400,
      { errors: [{ pointer: '/result/score/scaled', reason: 'The scaled score lies between -1 and 1.' }] },
    ]);
  });

  it('takes none of them for an object', async () => {
    const statement = aStatement({ actor: 'here', result: { extensions: 'here', response: 'here' } });
    const { status, json } = await client.post(
      JSON.stringify(statement).replaceAll('"here"', '9007199254740993'),
    );
    expect([status, json]).toMatchObject([
      400,
      {
        errors: [
          { pointer: '/actor', rule: 'type-object' },
          { pointer: '/result/extensions', rule: 'extensions-object' },
          { pointer: '/result/response', rule: 'type-string' },
        ],
      },
    ]);
  });
});
