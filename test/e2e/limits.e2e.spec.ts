import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attachedStatement, attachmentOf, MULTIPART, multipart, partOf } from '#test/support/multipart';
import { startProduct, type TestProduct } from '#test/support/product';
import { aStatement } from '#test/support/statements';
import { storedStatements, type XapiAnswer, XapiClient } from '#test/support/xapi-client';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;

let product: TestProduct;
let client: XapiClient;
beforeAll(async () => {
  product = await startProduct({
    environment: {
      PLUMBLINE_MAX_BODY: '1',
      PLUMBLINE_MAX_STATEMENTS: '3',
      PLUMBLINE_MAX_DEPTH: '20',
      PLUMBLINE_MAX_STRING: '4',
      PLUMBLINE_MAX_ATTACHMENT: '1',
      PLUMBLINE_MAX_ATTACHMENTS: '3',
      PLUMBLINE_MAX_ATTACHMENT_SUM: '2',
    },
  });
  client = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'] }));
});
afterAll(() => product.stop());

const document = { activityId: 'https://lms.example.org/c', profileId: 'growing' };

const many = (count: number) => Array.from({ length: count }, () => aStatement());
/** A statement that is nested to a depth: the statement, its result and their extensions are three levels of it. */
const nested = (depth: number) => {
  const levels = depth - 3;
  const value: unknown = JSON.parse('['.repeat(levels) + ']'.repeat(levels));
  return aStatement({ result: { extensions: { 'https://example.org/x': value } } });
};
const saying = (length: number) => aStatement({ result: { response: 'x'.repeat(length) } });
const padded = (bytes: number) => {
  const text = JSON.stringify(aStatement());
  return text + ' '.repeat(bytes - text.length);
};
/** A request with contents of these bytes, which their statement says or conceals. */
const attached = (sizes: readonly number[], says: 'true' | 'one byte') => {
  const contents = sizes.map((size) => randomBytes(size));
  const named = contents.map((content) =>
    attachmentOf(content, says === 'true' ? {} : { length: Math.min(1, content.length) }),
  );
  return multipart(attachedStatement(named), ...contents.map((content) => partOf(content)));
};
const repeated = (parts: number) => {
  const content = randomBytes(10);
  return multipart(
    attachedStatement([attachmentOf(content)]),
    ...Array.from({ length: parts }, () => partOf(content)),
  );
};

interface Case {
  readonly setting: string;
  readonly limit: number;
  readonly most: () => unknown;
  readonly more: () => unknown;
  readonly pointer?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const files = { headers: MULTIPART };
const cases: Readonly<Record<string, Case>> = {
  'bytes of a body': {
    setting: 'PLUMBLINE_MAX_BODY',
    limit: MEBIBYTE,
    most: () => padded(MEBIBYTE),
    more: () => padded(MEBIBYTE + 1),
  },
  'statements of a request': {
    setting: 'PLUMBLINE_MAX_STATEMENTS',
    limit: 3,
    most: () => many(3),
    more: () => many(4),
  },
  'levels of JSON': {
    setting: 'PLUMBLINE_MAX_DEPTH',
    limit: 20,
    most: () => nested(20),
    more: () => nested(21),
  },
  'characters of a string': {
    setting: 'PLUMBLINE_MAX_STRING',
    limit: 4 * KIBIBYTE,
    most: () => saying(4 * KIBIBYTE),
    more: () => saying(4 * KIBIBYTE + 1),
    pointer: '/result/response',
  },
  'bytes of the statements before their attachments': {
    ...files,
    setting: 'PLUMBLINE_MAX_BODY',
    limit: MEBIBYTE,
    most: () => multipart(nested(20)),
    more: () => multipart(Array(3).fill(' '.repeat(MEBIBYTE / 2))),
  },
  'levels of the statements before their attachments': {
    ...files,
    setting: 'PLUMBLINE_MAX_DEPTH',
    limit: 20,
    most: () => multipart(nested(20)),
    more: () => multipart(nested(21)),
  },
  'bytes of an attachment, as its statement says': {
    ...files,
    setting: 'PLUMBLINE_MAX_ATTACHMENT',
    limit: MEBIBYTE,
    most: () => attached([MEBIBYTE], 'true'),
    more: () => attached([MEBIBYTE + 1], 'true'),
    pointer: '/attachments/0/length',
  },
  'bytes of an attachment, as it comes': {
    ...files,
    setting: 'PLUMBLINE_MAX_ATTACHMENT',
    limit: MEBIBYTE,
    most: () => attached([MEBIBYTE], 'one byte'),
    more: () => attached([MEBIBYTE + 1], 'one byte'),
    pointer: 'parts/1',
  },
  'attachments of a request, as its statements say': {
    ...files,
    setting: 'PLUMBLINE_MAX_ATTACHMENTS',
    limit: 3,
    most: () => attached([1, 2, 3], 'true'),
    more: () => attached([1, 2, 3, 4], 'true'),
  },
  'attachments of a request, as they come': {
    ...files,
    setting: 'PLUMBLINE_MAX_ATTACHMENTS',
    limit: 3,
    most: () => repeated(3),
    more: () => repeated(4),
  },
  'bytes of all attachments, as their statements say': {
    ...files,
    setting: 'PLUMBLINE_MAX_ATTACHMENT_SUM',
    limit: 2 * MEBIBYTE,
    most: () => attached([MEBIBYTE, MEBIBYTE - 3, 3], 'true'),
    more: () => attached([MEBIBYTE, MEBIBYTE - 3, 4], 'true'),
  },
  'bytes of all attachments, as they come': {
    ...files,
    setting: 'PLUMBLINE_MAX_ATTACHMENT_SUM',
    limit: 2 * MEBIBYTE,
    most: () => attached([MEBIBYTE, MEBIBYTE - 3, 3], 'one byte'),
    more: () => attached([MEBIBYTE, MEBIBYTE - 3, 4], 'one byte'),
    pointer: 'parts/3',
  },
};

describe('Limits', () => {
  it.each(Object.entries(cases))(
    'of the %s are taken, and what is beyond them refused with the limit and its setting',
    async (_name, { setting, limit, most, more, pointer = '', headers = {} }) => {
      const taken = await client.post(most(), { headers });
      expect([taken.status, taken.text]).toEqual([200, expect.stringMatching(/^\["/)]);
      const before = await storedStatements(product);
      expectRefused(await client.post(more(), { headers }), { setting, limit, pointer });
      expect(await storedStatements(product)).toBe(before);
    },
  );

  it('hold for documents that are merged too', async () => {
    const parameters = {
      activityId: 'https://lms.example.org/c',
      agent: '{"mbox":"mailto:ada@example.org"}',
      stateId: 'limits',
    };
    const post = (body: unknown) => client.send('POST', { path: '/xapi/activities/state', parameters, body });
    expect((await post({ a: 'x'.repeat(4 * KIBIBYTE) })).status).toBe(204);
    expectRefused(await post({ b: 'x'.repeat(4 * KIBIBYTE + 1) }), {
      setting: 'PLUMBLINE_MAX_STRING',
      limit: 4 * KIBIBYTE,
      pointer: '/b',
    });
  });

  it('are told by /xapi/about', async () => {
    const { json } = await client.send('GET', { path: '/xapi/about' });
    expect(json).toMatchObject({
      extensions: {
        'urn:plumbline:xapi:limits': {
          bodyBytes: MEBIBYTE,
          statementsPerRequest: 3,
          statementsPerPage: 500,
          depth: 20,
          stringLength: 4 * KIBIBYTE,
          attachmentBytes: MEBIBYTE,
          attachmentsPerRequest: 3,
          attachmentBytesPerRequest: 2 * MEBIBYTE,
        },
      },
    });
  });
});

function expectRefused(
  { status, json }: XapiAnswer,
  { setting, limit, pointer }: { setting: string; limit: number; pointer: string },
): void {
  expect([status, json]).toMatchObject([
    413,
    { type: 'urn:plumbline:problem:too-large', errors: [{ pointer, limit, setting }] },
  ]);
  const { detail } = z.object({ detail: z.string() }).parse(json);
  expect([detail.includes(`at most ${limit} `), detail.includes(setting)]).toEqual([true, true]);
}

describe('A document that grows by merging', () => {
  it('is held to the limit of one that comes as a whole', async () => {
    const asked = { path: '/xapi/activities/profile', parameters: document };
    const lines = (name: string) => ({ [name]: Array.from({ length: 150 }, () => 'x'.repeat(4000)) });
    expect((await client.send('POST', { ...asked, body: lines('a') })).status).toBe(204);
    const refused = await client.send('POST', { ...asked, body: lines('b') });
    expect([refused.status, refused.json]).toMatchObject([
      413,
      { errors: [{ limit: MEBIBYTE, setting: 'PLUMBLINE_MAX_BODY' }] },
    ]);
    expect((await client.send('GET', asked)).json).toEqual(lines('a'));
    expect((await client.send('POST', { ...asked, body: lines('a') })).status).toBe(204);
  });
});
