import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestKey, type TestProduct } from '../../../test/support/product.ts';
import { aStatement } from '../../../test/support/statements.ts';
import { storedStatements, XapiClient } from '../../../test/support/xapi-client.ts';

let product: TestProduct;
let key: TestKey;
let client: XapiClient;

beforeAll(async () => {
  product = await startProduct();
  key = await product.key({ scopes: ['ingest', 'read'] });
  client = new XapiClient(product, key);
});

afterAll(async () => {
  await product.stop();
});

describe('POST /xapi/statements', () => {
  it('stores one statement and answers with its id', async () => {
    const statement = aStatement();
    const answer = await client.post(statement);
    expect([answer.status, answer.json]).toEqual([200, [statement.id]]);
    const { json } = await client.get({ statementId: statement.id });
    expect(json).toMatchObject(statement);
  });

  it('makes ids for statements that have none, in their order', async () => {
    const { id: _one, ...one } = aStatement({ timestamp: '2026-07-20T10:00:00Z' });
    const { id: _two, ...two } = aStatement({ timestamp: '2026-07-20T11:00:00Z' });
    const { status, json } = await client.post([one, two]);
    expect(status).toBe(200);
    const ids = Array.isArray(json) ? json.map(String) : [];
    const read = await Promise.all(ids.map((statementId) => client.get({ statementId })));
    expect(read.map((answer) => answer.json)).toMatchObject([one, two]);
  });

  it('sets stored, authority, version and, where none was sent, timestamp', async () => {
    const { timestamp: _none, ...statement } = aStatement({
      stored: '2001-01-01T00:00:00Z',
      authority: { mbox: 'mailto:somebody.else@example.org' },
    });
    await client.post(statement);
    const { json, headers } = await client.get({ statementId: statement.id });
    const stored: unknown = Reflect.get(Object(json), 'stored');
    expect(json).toMatchObject({
      timestamp: stored,
      version: '1.0.0',
      authority: { objectType: 'Agent', account: { homePage: 'urn:plumbline:keys', name: key.id } },
    });
    expect(Date.parse(String(stored))).toBeGreaterThan(Date.parse('2025-01-01T00:00:00Z'));
    expect(Date.parse(headers.get('Last-Modified') ?? '')).toBe(
      Math.floor(Date.parse(String(stored)) / 1000) * 1000,
    );
  });

  it('accepts an equal re-send, also of another key, and keeps the first', async () => {
    const statement = aStatement();
    await client.post(statement);
    const first = await client.get({ statementId: statement.id });
    const other = new XapiClient(product, await product.key({ scopes: ['ingest'] }));
    const before = await storedStatements(product);
    const again = await other.post([{ ...statement, id: statement.id.toUpperCase() }]);
    expect([again.status, again.json]).toEqual([200, [statement.id]]);
    expect(await storedStatements(product)).toBe(before);
    expect((await client.get({ statementId: statement.id })).text).toBe(first.text);
  });

  it('refuses a batch with one conflict as a whole, naming which', async () => {
    const there = aStatement();
    await client.post(there);
    const fresh = aStatement();
    const before = await storedStatements(product);
    const answer = await client.post([fresh, { ...there, timestamp: '2026-07-21T00:00:00Z' }]);
    expect(answer.status).toBe(409);
    expect(answer.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    expect(answer.json).toMatchObject({ status: 409, errors: [{ pointer: '/1/id' }] });
    expect(await storedStatements(product)).toBe(before);
    expect((await client.get({ statementId: fresh.id })).status).toBe(404);
  });

  it('refuses a batch with one bad statement as a whole, naming all that is wrong with it', async () => {
    const bad = { ...aStatement({ verb: { id: 'no iri' } }), unknown: 1 };
    const before = await storedStatements(product);
    const answer = await client.post([aStatement(), bad]);
    expect([answer.status, answer.json]).toMatchObject([
      400,
      {
        errors: [
          { pointer: '/1/verb/id', rule: 'iri-form', clause: expect.stringContaining('xAPI 1.0.3') },
          { pointer: '/1/unknown', rule: 'property-unknown' },
        ],
      },
    ]);
    expect(await storedStatements(product)).toBe(before);
  });

  it('refuses an id that stands twice in a batch, in either case', async () => {
    const one = aStatement();
    const before = await storedStatements(product);
    const answer = await client.post([one, { ...one, id: one.id.toUpperCase() }]);
    expect([answer.status, answer.json]).toMatchObject([400, { errors: [{ pointer: '/1/id' }] }]);
    expect(await storedStatements(product)).toBe(before);
  });

  it('takes 1,000 statements and refuses 1,001', async () => {
    const many = Array.from({ length: 1001 }, () => aStatement());
    const before = await storedStatements(product);
    expect((await client.post(many)).status).toBe(413);
    expect(await storedStatements(product)).toBe(before);
    expect((await client.post(many.slice(1))).status).toBe(200);
    expect(await storedStatements(product)).toBe(before + 1000);
  });

  it('stores each of many concurrent sendings of one statement once', async () => {
    const statement = aStatement();
    const before = await storedStatements(product);
    const variants = Array.from({ length: 12 }, (_, n) =>
      n % 3 === 0 ? { ...statement, timestamp: '2026-07-21T00:00:00Z' } : statement,
    );
    const answers = await Promise.all(variants.map((variant) => client.post([variant])));
    const { json } = await client.get({ statementId: statement.id });
    const won = Reflect.get(Object(json), 'timestamp');
    expect(answers.map(({ status }) => status)).toEqual(
      variants.map(({ timestamp }) => (timestamp === won ? 200 : 409)),
    );
    expect(await storedStatements(product)).toBe(before + 1);
  });
});

describe('PUT /xapi/statements', () => {
  it('stores under the id of the parameter, and again to the same effect', async () => {
    const { id: _none, ...statement } = aStatement();
    const id = randomUUID();
    const before = await storedStatements(product);
    const answers = [
      await client.put(id.toUpperCase(), statement),
      await client.put(id, { ...statement, id }),
    ];
    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [204, ''],
      [204, ''],
    ]);
    expect(await storedStatements(product)).toBe(before + 1);
    expect((await client.get({ statementId: id })).json).toMatchObject({ ...statement, id });
  });

  it('answers 409 to other content, and changes nothing', async () => {
    const statement = aStatement();
    await client.put(statement.id, statement);
    const other = await client.put(statement.id, { ...statement, result: { success: false } });
    expect([other.status, other.json]).toMatchObject([409, { errors: [{ pointer: '/id' }] }]);
    const { json } = await client.get({ statementId: statement.id });
    expect(json).not.toHaveProperty('result');
  });

  it.each([
    ['without statementId', { parameters: {} }, 'statementId'],
    ['with one that is no UUID', { parameters: { statementId: 'x' } }, 'statementId'],
    ['with one that is not the id of the body', { parameters: { statementId: randomUUID() } }, '/id'],
    [
      'with one of another case too',
      { parameters: { statementId: randomUUID(), StatementId: randomUUID() } },
      'StatementId',
    ],
    ['with another parameter', { parameters: { statementId: randomUUID(), format: 'ids' } }, 'format'],
  ])('answers 400 %s', async (_what, request, pointer) => {
    const before = await storedStatements(product);
    const answer = await client.send('PUT', { ...request, body: aStatement() });
    expect([answer.status, answer.json]).toMatchObject([400, { errors: [{ pointer }] }]);
    expect(await storedStatements(product)).toBe(before);
  });

  it('answers 400 to an array', async () => {
    const statement = aStatement();
    const answer = await client.put(statement.id, [statement]);
    expect([answer.status, answer.json]).toMatchObject([400, { errors: [{ pointer: '' }] }]);
  });
});

describe('Attachments', () => {
  const attachment = {
    usageType: 'https://example.org/usage/certificate',
    display: { en: 'Certificate' },
    contentType: 'application/pdf',
    length: 10,
    sha2: 'a'.repeat(64),
  };

  it('are taken when a fileUrl names their content', async () => {
    const statement = aStatement({
      attachments: [{ ...attachment, fileUrl: 'https://example.org/certificate.pdf' }],
    });
    expect((await client.post(statement)).status).toBe(200);
    const { headers, text } = await client.get({ statementId: statement.id, attachments: 'true' });
    expect(headers.get('Content-Type')).toMatch(/^multipart\/mixed; boundary=/);
    expect(text).toContain('https://example.org/certificate.pdf');
  });

  it('are refused when their content is nowhere', async () => {
    const inner = { ...aStatement({ attachments: [attachment] }), id: undefined, objectType: 'SubStatement' };
    const answers = [
      await client.post([aStatement(), aStatement({ attachments: [attachment] })]),
      await client.post(aStatement({ object: inner })),
    ];
    expect(answers.map(({ status, json }) => [status, json])).toMatchObject([
      [400, { errors: [{ pointer: '/1/attachments/0/fileUrl' }] }],
      [400, { errors: [{ pointer: '/object/attachments/0/fileUrl' }] }],
    ]);
  });
});
