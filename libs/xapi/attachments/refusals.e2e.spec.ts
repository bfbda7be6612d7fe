import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  attachedStatement,
  attachmentOf,
  MULTIPART,
  multipart,
  ofParts,
  partOf,
  sha2Of,
  type TestPart,
} from '#test/support/multipart';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { storedStatements, XapiClient } from '#test/support/xapi-client';
import { randomBytes } from 'node:crypto';
import { request, type IncomingMessage } from 'node:http';
import { z } from 'zod';

let product: TestProduct;
let key: TestKey;
let client: XapiClient;
beforeAll(async () => {
  product = await startProduct({ environment: { PLUMBLINE_MAX_ATTACHMENT: '3' } });
  key = await product.key({ scopes: ['ingest', 'read'], tenant: 'refused' });
  client = new XapiClient(product, key);
});
afterAll(() => product.stop());

describe('A multipart request is refused, and nothing of it is stored,', () => {
  const content = 'A certificate.';
  const good = () => [attachedStatement(undefined), attachedStatement([attachmentOf(content)])];
  const json = (statements: unknown) => ({
    headers: { 'Content-Type': 'application/json' },
    content: JSON.stringify(statements),
  });
  const withoutHeader = (name: string): TestPart => {
    const { headers, content: same } = partOf(content);
    return {
      headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)),
      content: same,
    };
  };
  const cases: readonly [string, () => Uint8Array, number, string][] = [
    ['without a part', () => Buffer.from('---------314159265358979323846--\r\n'), 400, ''],
    ['with other text', () => Buffer.from('{}'), 400, ''],
    [
      'with statements of another type',
      () => ofParts({ ...json(good()), headers: { 'Content-Type': 'text/plain' } }, partOf(content)),
      400,
      'parts/0/Content-Type',
    ],
    [
      'with statements of no JSON',
      () => ofParts({ ...json(good()), content: '{' }, partOf(content)),
      400,
      '',
    ],
    ['with a bad statement', () => multipart([...good(), {}], partOf(content)), 400, '/2/actor'],
    [
      'with statements in two parts',
      () => ofParts(json(attachedStatement(undefined)), json(attachedStatement(undefined))),
      400,
      'parts/1/X-Experience-API-Hash',
    ],
    [
      'without a hash',
      () => multipart(good(), withoutHeader('X-Experience-API-Hash')),
      400,
      'parts/1/X-Experience-API-Hash',
    ],
    [
      'without a transfer encoding',
      () => multipart(good(), withoutHeader('Content-Transfer-Encoding')),
      400,
      'parts/1/Content-Transfer-Encoding',
    ],
    [
      'with another transfer encoding',
      () => multipart(good(), partOf(content, { 'Content-Transfer-Encoding': 'base64' })),
      400,
      'parts/1/Content-Transfer-Encoding',
    ],
    [
      'with a hash of no attachment',
      () => multipart(good(), partOf(content), partOf('more')),
      400,
      'parts/2/X-Experience-API-Hash',
    ],
    [
      'with other content than its hash says',
      () => multipart(good(), partOf('other', { 'X-Experience-API-Hash': sha2Of(content) })),
      400,
      'parts/1/X-Experience-API-Hash',
    ],
    ['without the content of an attachment', () => multipart(good()), 400, '/1/attachments/0/fileUrl'],
    [
      'without the content of a SubStatement',
      () =>
        multipart(
          attachedStatement(undefined, {
            object: {
              ...attachedStatement([attachmentOf(content)]),
              id: undefined,
              objectType: 'SubStatement',
            },
          }),
        ),
      400,
      '/object/attachments/0/fileUrl',
    ],
    ['that breaks off', () => multipart(good(), partOf(content)).subarray(0, -20), 400, ''],
    [
      'whose part has no empty line',
      () =>
        Buffer.from(
          Buffer.from(multipart(good(), partOf(content)))
            .toString('latin1')
            .replace('\r\n\r\nA cert', '\r\nA cert'),
          'latin1',
        ),
      400,
      '',
    ],
    [
      'whose attachment says that it is too large',
      () =>
        multipart(
          attachedStatement([attachmentOf(content, { length: 3 * 1024 * 1024 + 1 })]),
          partOf(content),
        ),
      413,
      '/attachments/0/length',
    ],
    [
      'whose attachment is too large',
      () => {
        const large = randomBytes(3 * 1024 * 1024 + 1);
        return multipart(attachedStatement([attachmentOf(large, { length: 1 })]), partOf(large));
      },
      413,
      'parts/1',
    ],
  ];
  it.each(cases)('%s', async (_, body, status, pointer) => {
    const before = await storedStatements(product, key.tenant);
    const answer = await client.post(body(), { headers: MULTIPART });
    const problem = z.object({ errors: z.array(z.object({ pointer: z.string() })) }).parse(answer.json);
    expect([answer.status, problem.errors[0]?.pointer]).toEqual([status, pointer]);
    expect(answer.headers.get('Content-Type')).toContain('application/problem+json');
    expect(await storedStatements(product, key.tenant)).toBe(before);
  });

  it('without a boundary', async () => {
    for (const type of [
      'multipart/mixed',
      'multipart/mixed;',
      'multipart/mixed; boundary=',
      'multipart/mixed; boundary="a\u00e9"',
    ]) {
      const answer = await client.post(multipart(good(), partOf(content)), {
        headers: { 'Content-Type': type },
      });
      expect([type, answer.status, answer.json]).toMatchObject([
        type,
        400,
        { errors: [{ pointer: 'Content-Type' }] },
      ]);
    }
  });

  it('telling of the line break that some senders leave out before the boundary of the next part', async () => {
    const parts = [partOf(content), partOf('Another.')];
    const statement = attachedStatement([attachmentOf(content), attachmentOf('Another.')]);
    const body = Buffer.from(
      Buffer.from(multipart(statement, ...parts))
        .toString('latin1')
        .replace(`${content}\r\n`, content),
      'latin1',
    );
    const answer = await client.post(body, { headers: MULTIPART });
    expect([answer.status, answer.json]).toMatchObject([
      400,
      {
        detail: expect.stringContaining('a line break (CRLF) belongs before each boundary'),
        errors: [{ pointer: 'parts/1/X-Experience-API-Hash' }],
      },
    ]);
    expect((await client.get({ statementId: statement.id })).status).toBe(404);
  });

  it('with its answer, also when much more would come', async () => {
    const large = randomBytes(40 * 1024 * 1024);
    const sending = request(`${product.url}/xapi/statements`, {
      method: 'POST',
      headers: { Authorization: key.authorization, 'X-Experience-API-Version': '1.0.3', ...MULTIPART },
    });
    sending.on('error', () => sending.destroy()); // what it still sends nobody takes
    sending.end(multipart(attachedStatement([attachmentOf(large, { length: 1 })]), partOf(large)));
    const { statusCode, headers } = await new Promise<IncomingMessage>((resolve) =>
      sending.once('response', resolve),
    );
    sending.destroy();
    expect([statusCode, headers.connection]).toEqual([413, 'close']);
  });

  it('by PUT too, and without a key before anything is read', async () => {
    const [, statement = attachedStatement(undefined)] = good();
    const put = await client.put(statement.id, multipart(statement), { headers: MULTIPART });
    expect(put.status).toBe(400);
    expect((await client.get({ statementId: statement.id })).status).toBe(404);
    const stranger = new XapiClient(product, null);
    expect((await stranger.post(multipart(good()), { headers: MULTIPART })).status).toBe(401);
  });
});
