import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  attachedStatement,
  attachmentOf,
  MULTIPART,
  multipart,
  partOf,
  partsOf,
  sha2Of,
} from '#test/support/multipart';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { XapiClient } from '#test/support/xapi-client';

let product: TestProduct;
let key: TestKey;
let lenient: XapiClient;
let strict: XapiClient;
beforeAll(async () => {
  product = await startProduct();
  key = await product.key({ scopes: ['ingest', 'read'], lenient: true });
  lenient = new XapiClient(product, key);
  strict = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'] }));
});
afterAll(() => product.stop());

const BOUNDARY = `--${MULTIPART['Content-Type'].split('boundary=')[1]}`;
const CONTENTS = ['One.', `A boundary within: ${BOUNDARY} and on`, '', 'Four\r\n'];

/** As widely used libraries write it: no line break between a content and the boundary of the next one. */
function unbroken(statements: unknown, contents: readonly string[]): string {
  const whole = Buffer.from(multipart(statements, ...contents.map((content) => partOf(content)))).toString();
  return contents
    .slice(0, -1)
    .reduce(
      (body, content) =>
        body.replace(`\r\n\r\n${content}\r\n${BOUNDARY}\r\n`, `\r\n\r\n${content}${BOUNDARY}\r\n`),
      whole,
    );
}

async function kinds(): Promise<Record<string, number>> {
  const answer = await fetch(`${product.url}/v1/findings`, { headers: { authorization: key.authorization } });
  const { findings } = (await answer.json()) as { findings: { kind: string; count: number }[] };
  return Object.fromEntries(findings.map(({ kind, count }) => [kind, count]));
}

describe('Contents without a line break behind them', () => {
  it('are taken from a lenient key, each up to where it has its hash, and are a finding', async () => {
    const statement = attachedStatement(CONTENTS.map((content) => attachmentOf(content)));
    const body = unbroken(statement, CONTENTS);
    const refused = await strict.post(body, { headers: MULTIPART });
    expect([refused.status, refused.json]).toMatchObject([
      400,
      { detail: expect.stringContaining('a lenient key may leave it out') },
    ]);
    expect(await kinds()).toEqual({});
    expect((await lenient.post(body, { headers: MULTIPART })).status).toBe(200);
    expect(await kinds()).toEqual({ 'content-without-line-break': 1 });
    const query = new URLSearchParams({ statementId: statement.id, attachments: 'true' });
    const answer = await fetch(`${product.url}/xapi/statements?${query}`, {
      headers: { authorization: key.authorization, 'X-Experience-API-Version': '1.0.3' },
    });
    const read = partsOf(answer.headers.get('Content-Type'), Buffer.from(await answer.arrayBuffer()));
    const contents = new Map(
      read.slice(1).map(({ headers, content }) => [headers['x-experience-api-hash'], content.toString()]),
    );
    expect(contents).toEqual(new Map(CONTENTS.map((content) => [sha2Of(content), content])));
    // what is sent again, as it should be, is the same statement
    const again = multipart(statement, ...CONTENTS.map((content) => partOf(content)));
    expect((await strict.post(again, { headers: MULTIPART })).status).toBe(200);
  });

  it('are marked for the statements that name them alone', async () => {
    const before = (await kinds())['content-without-line-break'] ?? 0;
    const plain = attachedStatement(undefined);
    const named = attachedStatement([attachmentOf('Five.'), attachmentOf('Six.')]);
    const sent = unbroken([plain, named], ['Five.', 'Six.']);
    expect((await lenient.post(sent, { headers: MULTIPART })).status).toBe(200);
    expect((await kinds())['content-without-line-break']).toBe(before + 1);
  });

  it('are refused, and nothing of them is stored, where a hash is another', async () => {
    const statement = attachedStatement([attachmentOf('Seven.'), attachmentOf('Eight.')]);
    const body = Buffer.from(
      unbroken(statement, ['Seven.', 'Eight.']).toString().replace('Seven.-', 'Seven!-'),
    );
    const answer = await lenient.post(body, { headers: MULTIPART });
    expect([answer.status, answer.json]).toMatchObject([
      400,
      { errors: [{ pointer: 'parts/1/X-Experience-API-Hash' }] },
    ]);
    expect((await lenient.get({ statementId: statement.id })).status).toBe(404);
  });
});
