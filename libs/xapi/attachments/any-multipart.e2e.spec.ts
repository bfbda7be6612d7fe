import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  attachedStatement,
  attachmentOf,
  MULTIPART,
  multipart,
  partOf,
  partsOf,
  type TestPart,
} from '#test/support/multipart';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import * as fc from 'fast-check';

let product: TestProduct;
let key: TestKey;
beforeAll(async () => {
  product = await startProduct({ environment: { PLUMBLINE_MAX_ATTACHMENT: '1' } });
  key = await product.key({ scopes: ['ingest', 'read'] });
});
afterAll(() => product.stop());

const BOUNDARY = '-------314159265358979323846';

/** One place of a body as a broken sender makes it; the body is handled as Latin-1, a character to a byte. */
interface Damage {
  readonly what: 'cut' | 'insert' | 'remove' | 'replace' | 'swap';
  readonly at: number;
  readonly length: number;
  readonly text: string;
  readonly from: string;
}

const damages: fc.Arbitrary<Damage> = fc.record({
  what: fc.constantFrom('cut', 'insert', 'remove', 'replace', 'replace', 'replace', 'swap'),
  at: fc.nat(),
  length: fc.integer({ min: 1, max: 60 }),
  text: fc.constantFrom(
    '', '\r\n', '\n', '\r\n\r\n', '--', `--${BOUNDARY}`, `\r\n--${BOUNDARY}--`, `\r\n--${BOUNDARY}\r\n`, '\u0000', ':', ': ', ' ',
    '\u00e9\u00ff', 'x'.repeat(17_000), 'base64', 'multipart/mixed; boundary=x', 'text/plain', '"', 'X-Experience-API-Hash', 'binary',
    '0'.repeat(64), '\r\n folded', 'A: b\r\n', '\t',
  ), // prettier-ignore
  from: fc.constantFrom(
    '\r\n', '\r\n\r\n', `--${BOUNDARY}`, BOUNDARY, '--\r\n', 'binary', 'X-Experience-API-Hash', 'Content-Type: ', 'application/json',
    'application/octet-stream', ': ', '{', '"sha2"', 'Content-Transfer-Encoding: binary\r\n',
  ), // prettier-ignore
});

function damaged(body: string, { what, at, length, text, from }: Damage): string {
  const start = at % (body.length + 1);
  if (what === 'cut') return body.slice(0, start);
  if (what === 'insert') return body.slice(0, start) + text + body.slice(start);
  if (what === 'remove') return body.slice(0, start) + body.slice(start + length);
  if (what === 'swap')
    return body.slice(start, start + length) + body.slice(0, start) + body.slice(start + length);
  const found = body.indexOf(from, start) < 0 ? body.indexOf(from) : body.indexOf(from, start);
  return found < 0 ? body : body.slice(0, found) + text + body.slice(found + from.length);
}

const contents = fc.uniqueArray(fc.uint8Array({ maxLength: 200, size: 'max' }), {
  selector: (bytes) => bytes.join(),
  minLength: 1,
  maxLength: 3,
});

const requests = fc.record({
  contents,
  /** Parts that come in another order, twice, or not at all. */
  order: fc.oneof(fc.constant<number[]>([0, 1, 2]), fc.array(fc.nat({ max: 2 }), { maxLength: 4 })),
  encoding: fc.constantFrom('binary', 'binary', 'binary', 'BINARY', 'base64', ''),
  damages: fc.array(damages, { maxLength: 2 }),
  type: fc.constantFrom(
    ...Array<string>(6).fill(MULTIPART['Content-Type']),
    `multipart/mixed; charset=utf-8; boundary="${BOUNDARY}"`,
    `MULTIPART/MIXED; BOUNDARY=${BOUNDARY}`,
    `multipart/mixed; boundary=${BOUNDARY.slice(0, -1)}`,
    `multipart/mixed; boundary="${BOUNDARY}`,
    'multipart/mixed; boundary=-',
    `multipart/mixed; boundary=${'x'.repeat(70)}`,
    `multipart/mixed; boundary=${'x'.repeat(71)}`,
  ),
});
type AnyMultipart = typeof requests extends fc.Arbitrary<infer T> ? T : never;

describe('Any multipart body', () => {
  it('is stored whole and read back byte for byte, or refused with a reason', async () => {
    let stored = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(requests, { minLength: 8, maxLength: 8, size: 'max' }), async (sent) => {
        const outcomes = await Promise.all(sent.map(storedOrRefused));
        stored += outcomes.filter(Boolean).length;
      }),
      { numRuns: 60, endOnFailure: true },
    );
    expect(stored).toBeGreaterThan(20);
  });

  async function storedOrRefused(asked: AnyMultipart): Promise<boolean> {
    const statement = attachedStatement(asked.contents.map((content) => attachmentOf(content)));
    const parts = asked.order.flatMap((index): TestPart[] => {
      const content = asked.contents[index];
      return content ? [partOf(content, { 'Content-Transfer-Encoding': asked.encoding })] : [];
    });
    const whole = Buffer.from(multipart(statement, ...parts)).toString('latin1');
    const body = Buffer.from(asked.damages.reduce(damaged, whole), 'latin1');
    const answer = await send('POST', '/xapi/statements', { 'Content-Type': asked.type }, body);
    const text = await answer.text();
    const after = await send('GET', `/xapi/statements?attachments=true&statementId=${statement.id}`);
    const back = Buffer.from(await after.arrayBuffer());
    if (answer.status !== 200) {
      expectRefused(answer.status, text, body);
      expectNotThere(after.status);
      return false;
    }
    // Damage within the JSON can change the id: then another one is found.
    if (after.status === 404) expectNotNamed(text, statement.id);
    else expectWhole(partsOf(after.headers.get('Content-Type'), back), asked.contents);
    return true;
  }

  function send(method: string, path: string, headers: Record<string, string> = {}, body?: Buffer) {
    return fetch(`${product.url}${path}`, {
      method,
      headers: { authorization: key.authorization, 'x-experience-api-version': '1.0.3', ...headers },
      ...(body ? { body: new Uint8Array(body) } : {}),
    });
  }
});

function expectRefused(status: number, text: string, body: Buffer): void {
  if (status < 400 || status >= 500)
    throw new Error(`${status} ${text}\nto ${JSON.stringify(body.toString('latin1'))}`);
  expect(JSON.parse(text)).toMatchObject({ detail: expect.stringMatching(/\S/) });
}

function expectNotThere(status: number): void {
  expect(status).toBe(404);
}

function expectNotNamed(answer: string, id: string): void {
  expect(JSON.parse(answer)).not.toContain(id);
}

/** Of each attachment that the statement names the content that was sent, and nothing else. */
function expectWhole([json, ...found]: readonly TestPart[], contents: readonly Uint8Array[]): void {
  expect(found.map(({ headers }) => headers['x-experience-api-hash'])).toEqual(
    attachmentsOf(String(json?.content)),
  );
  const sent = new Map(contents.map((content) => [attachmentOf(content)['sha2'], content]));
  for (const { headers, content } of found) {
    const original = sent.get(headers['x-experience-api-hash']);
    expect(Buffer.from(content)).toEqual(Buffer.from(original ?? 'a content that was never sent'));
  }
}

function attachmentsOf(json: string): unknown[] {
  const { attachments = [] } = JSON.parse(json) as { attachments?: { sha2: string }[] };
  return attachments.map(({ sha2 }) => sha2);
}
