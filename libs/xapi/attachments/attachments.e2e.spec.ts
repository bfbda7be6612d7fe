import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  attachedStatement,
  attachmentOf,
  MULTIPART,
  multipart,
  partOf,
  partsOf,
  sha2Of,
  type TestPart,
} from '#test/support/multipart';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { storedStatements, XapiClient, type XapiAnswer } from '#test/support/xapi-client';
import { randomBytes, randomUUID } from 'node:crypto';
import { defineQuery } from '#clickhouse';
import { z } from 'zod';

let product: TestProduct;
let key: TestKey;
let client: XapiClient;
beforeAll(async () => {
  product = await startProduct({ environment: { PLUMBLINE_MAX_ATTACHMENT: '3' } });
  key = await product.key({ scopes: ['ingest', 'read'], tenant: 'attached' });
  client = new XapiClient(product, key);
});
afterAll(() => product.stop());

function send(statements: unknown, ...parts: TestPart[]): Promise<XapiAnswer> {
  return client.post(multipart(statements, ...parts), { headers: MULTIPART });
}

/** The parts of an answer with attachments. */
async function got(parameters: Record<string, string>, version = '1.0.3') {
  const query = new URLSearchParams({ attachments: 'true', ...parameters });
  const answer = await fetch(`${product.url}/xapi/statements?${query}`, {
    headers: { Authorization: key.authorization, 'X-Experience-API-Version': version },
  });
  const parts = partsOf(answer.headers.get('Content-Type'), Buffer.from(await answer.arrayBuffer()));
  const [json, ...contents] = parts;
  return { json: JSON.parse(String(json?.content)) as unknown, contents };
}

const uploadsQuery = defineQuery({
  name: 'test.uploads',
  sql: 'SELECT uniqExact(upload) AS uploads, count() AS chunks FROM attachment_chunks WHERE tenant = {tenant:String}',
  params: z.object({}),
  row: z.object({ uploads: z.coerce.number(), chunks: z.coerce.number() }),
});
const uploads = async () => (await product.clickhouse.query(uploadsQuery, key.tenant, {}))[0];

/** The pieces that a SHA-2 leads to. */
const piecesQuery = defineQuery({
  name: 'test.pieces',
  sql: `SELECT length(content) AS bytes FROM attachment_chunks WHERE tenant = {tenant:String} AND upload IN (
      SELECT upload FROM attachments WHERE tenant = {tenant:String} AND sha2 = {sha2:String})`,
  params: z.object({ sha2: z.string() }),
  row: z.object({ bytes: z.coerce.number() }),
});

describe.each(['1.0.3', '2.0.0'])('Attachments under %s', (version) => {
  it('come back byte for byte, each once, behind the statements that name them', async () => {
    const versioned = new XapiClient(product, key, version);
    // Empty, text, all bytes with what looks like the boundary, and more than two pieces.
    const contents = [
      Buffer.alloc(0),
      Buffer.from('A certificate.'),
      Buffer.concat([
        Buffer.from('\r\n-------31415926535\r\n--'),
        Buffer.from([...Array(256).keys()]),
        randomBytes(99),
      ]),
      randomBytes(2.5 * 1024 * 1024),
    ];
    const named = contents.map((content) => attachmentOf(content));
    const inner = { ...attachedStatement(named.slice(3)), id: undefined, objectType: 'SubStatement' };
    const statements = [
      attachedStatement(named.slice(0, 2)),
      attachedStatement(named.slice(1, 3), { object: inner }),
      attachedStatement(undefined),
    ];
    const answer = await versioned.post(
      multipart(statements, ...contents.map((content) => partOf(content))),
      {
        headers: MULTIPART,
      },
    );
    expect([answer.status, answer.json]).toEqual([200, statements.map(({ id }) => id)]);

    const single = await got({ statementId: statements[1]?.id ?? '' }, version);
    expect(single.json).toMatchObject({ id: statements[1]?.id });
    expect(single.contents.map(({ headers }) => headers)).toEqual(
      contents.slice(1).map((content) => ({
        'content-type': 'application/octet-stream',
        'content-transfer-encoding': 'binary',
        'x-experience-api-hash': sha2Of(content),
      })),
    );
    expect(single.contents.map(({ content }) => sha2Of(content))).toEqual(
      contents.slice(1).map((content) => sha2Of(content)),
    );

    const page = await got({ limit: '3' }, version);
    expect(page.json).toMatchObject({ statements: [{}, {}, {}] });
    expect(page.contents.map(({ content }) => sha2Of(content)).sort()).toEqual(
      contents.map((content) => sha2Of(content)).sort(),
    );
    const { more } = Object((await got({ limit: '2' }, version)).json);
    const next = await versioned.send('GET', { path: more });
    expect(next.headers.get('Content-Type')).toMatch(/^multipart\/mixed; boundary=/);
    const without = await versioned.get({ statementId: statements[1]?.id ?? '' });
    expect([without.headers.get('Content-Type'), without.json]).toEqual([
      'application/json; charset=utf-8',
      single.json,
    ]);
  });

  it('are taken with PUT, by any SHA-2, whatever the case of names and digits', async () => {
    const versioned = new XapiClient(product, key, version);
    for (const algorithm of ['sha224', 'sha384', 'sha512']) {
      const content = randomBytes(100);
      const sha2 = sha2Of(content, algorithm).toUpperCase();
      const statement = attachedStatement([attachmentOf(content, { sha2, contentType: 'image/jpeg' })]);
      const part = {
        headers: {
          'content-TYPE': 'image/jpeg',
          'CONTENT-transfer-encoding': 'Binary',
          'x-experience-API-hash': sha2.toLowerCase(),
        },
        content,
      };
      const answer = await versioned.put(statement.id, multipart(statement, part), { headers: MULTIPART });
      expect([answer.status, answer.text]).toEqual([204, '']);
      const { contents } = await got({ statementId: statement.id }, version);
      expect(contents).toEqual([
        { headers: expect.objectContaining({ 'content-type': 'image/jpeg' }), content },
      ]);
    }
  });
});

describe('A content', () => {
  it('that comes again is not stored again, and its statement is a duplicate', async () => {
    const content = randomBytes(2000);
    const statement = attachedStatement([attachmentOf(content)]);
    expect((await send(statement, partOf(content))).status).toBe(200);
    const before = await uploads();
    const rows = await storedStatements(product, key.tenant);
    expect((await send(statement, partOf(content))).status).toBe(200);
    expect(await storedStatements(product, key.tenant)).toBe(rows);
    expect(
      (await send(attachedStatement([attachmentOf(content)]), partOf(content), partOf(content))).status,
    ).toBe(200);
    expect(await uploads()).toEqual(before);
    // A content that is held was still to be sent, and is still looked at.
    expect((await send(attachedStatement([attachmentOf(content)]))).status).toBe(400);
    const other = partOf('other', { 'X-Experience-API-Hash': sha2Of(content) });
    expect((await send(attachedStatement([attachmentOf(content)]), other)).status).toBe(400);
  });

  it('is on disk before the statement that names it', async () => {
    const content = randomBytes(2000);
    const insert = product.clickhouse.insertEncoded.bind(product.clickhouse);
    const pieces: unknown[] = [];
    const inserting = jest.spyOn(product.clickhouse, 'insertEncoded').mockImplementation(async (...sent) => {
      if (sent[0] === 'statement_events')
        pieces.push(...(await product.clickhouse.query(piecesQuery, key.tenant, { sha2: sha2Of(content) })));
      return insert(...sent);
    });
    const { status } = await send(attachedStatement([attachmentOf(content)]), partOf(content));
    inserting.mockRestore();
    expect([status, pieces]).toEqual([200, [{ bytes: 2000 }]]);
  });

  it('of another tenant is not found by its hash', async () => {
    const content = randomBytes(2000);
    await send(attachedStatement([attachmentOf(content)]), partOf(content));
    const other = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'], tenant: 'other' }));
    const named = attachedStatement([attachmentOf(content, { fileUrl: 'https://example.org/file' })]);
    expect((await other.post(named)).status).toBe(200);
    const { text } = await other.get({ statementId: named.id, attachments: 'true' });
    expect(text).not.toContain('X-Experience-API-Hash');
  });

  it('is held by nobody when its statements were refused', async () => {
    const [content, standing] = [randomBytes(2000), attachedStatement(undefined)];
    expect((await client.post(standing)).status).toBe(200);
    const refused = [{ ...standing, attachments: [attachmentOf(content)] }, attachedStatement(undefined)];
    expect((await send(refused, partOf(content))).status).toBe(409);
    const named = attachedStatement([attachmentOf(content, { fileUrl: 'https://example.org/file' })]);
    expect((await client.post(named)).status).toBe(200);
    expect((await got({ statementId: named.id })).contents).toEqual([]);
    expect((await send(attachedStatement([attachmentOf(content)]), partOf(content))).status).toBe(200);
    expect((await got({ statementId: named.id })).contents).toMatchObject([{ content }]);
  });

  it('of a thousand in one request is kept, and answered to HEAD without being read', async () => {
    const contents = Array.from({ length: 1000 }, (_, index) => `content ${index}`);
    const statements = contents.map((content) => attachedStatement([attachmentOf(content)]));
    expect((await send(statements, ...contents.map((content) => partOf(content)))).status).toBe(200);
    const queries = [jest.spyOn(product.clickhouse, 'query'), jest.spyOn(product.clickhouse, 'streamBinary')];
    const { contents: found } = await got({ limit: '500', ascending: 'false' });
    const asked = queries.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    for (const query of queries) query.mockRestore();
    expect(found.map(({ content }) => String(content))).toEqual(contents.toReversed().slice(0, 500));
    // A page asks for all of its contents, not for each.
    expect(asked).toBeLessThan(10);
    const head = await client.send('HEAD', { parameters: { limit: '300', attachments: 'true' } });
    expect([head.status, head.headers.get('Content-Type')]).toEqual([
      200,
      expect.stringMatching(/^multipart\/mixed; boundary=/),
    ]);
  });
});

describe('Multipart elsewhere', () => {
  it('is a document like any other', async () => {
    const parameters = { activityId: 'https://lms.example.org/course', profileId: randomUUID() };
    const body = multipart({}, partOf('x'));
    const path = '/xapi/activities/profile';
    expect(
      (await client.send('PUT', { path, parameters, body, headers: { ...MULTIPART, 'If-None-Match': '*' } }))
        .status,
    ).toBe(204);
    const back = await client.send('GET', { path, parameters });
    expect([back.headers.get('Content-Type'), back.text]).toEqual([
      MULTIPART['Content-Type'],
      Buffer.from(body).toString(),
    ]);
  });

  it('is told at about', async () => {
    const about = await client.send('GET', { path: '/xapi/about' });
    expect(about.json).toMatchObject({
      extensions: { 'urn:plumbline:xapi:limits': { attachmentBytes: 3 * 1024 * 1024 } },
    });
  });
});
