import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attachedStatement, attachmentOf, MULTIPART, multipart, partOf } from '#test/support/multipart';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { aStatement } from '#test/support/statements';
import { XapiClient } from '#test/support/xapi-client';
import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { z } from 'zod';

/** More than there are connections to ClickHouse, and than libuv has threads. */
const SLOW = 40;

let product: TestProduct;
let key: TestKey;
let client: XapiClient;
beforeAll(async () => {
  product = await startProduct();
  key = await product.key({ scopes: ['ingest', 'read'] });
  client = new XapiClient(product, key);
});
afterAll(() => product.stop());

const begun = (method: string, path: string, headers: Record<string, string | number> = {}): ClientRequest =>
  request(`${product.url}${path}`, {
    method,
    agent: false,
    headers: { Authorization: key.authorization, 'X-Experience-API-Version': '1.0.3', ...headers },
  });

async function answerOf(sending: ClientRequest): Promise<IncomingMessage> {
  const [answer]: IncomingMessage[] = await once(sending, 'response');
  if (!answer) throw new Error('A response without an answer.');
  return answer;
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of answer.setEncoding('utf8')) text += piece;
  return text;
}

/** What clients that are not slow do; each step waits for its answer. */
async function othersGoOn(): Promise<void> {
  const parameters = {
    activityId: 'https://lms.example.org/c',
    agent: '{"mbox":"mailto:ada@example.org"}',
    stateId: 'bookmark',
  };
  const state = { path: '/xapi/activities/state', parameters };
  for (let round = 0; round < 3; round += 1) {
    const statement = aStatement();
    expect((await client.post([statement, aStatement()])).status).toBe(200);
    expect((await client.get({ statementId: statement.id })).json).toMatchObject({ id: statement.id });
    expect((await client.send('PUT', { ...state, body: { round } })).status).toBe(204);
    expect((await client.send('GET', state)).json).toEqual({ round });
    const content = `content ${round}`;
    const attached = multipart(attachedStatement([attachmentOf(content)]), partOf(content));
    expect((await client.post(attached, { headers: MULTIPART })).status).toBe(200);
  }
}

describe('Clients that are slow', () => {
  it('to send, a byte at a time, hold nobody up, and are answered when they are through', async () => {
    const content = 'x'.repeat(300);
    const kinds = [
      () => ({
        method: 'POST',
        path: '/xapi/statements',
        type: 'application/json',
        body: JSON.stringify([aStatement()]),
      }),
      () => ({
        method: 'POST',
        path: '/xapi/statements',
        type: MULTIPART['Content-Type'],
        body: multipart(attachedStatement([attachmentOf(content)]), partOf(content)),
      }),
      // The same document that the others write.
      () => ({
        method: 'PUT',
        path: '/xapi/activities/state?activityId=https%3A%2F%2Flms.example.org%2Fc&agent=%7B%22mbox%22%3A%22mailto%3Aada%40example.org%22%7D&stateId=bookmark',
        type: 'application/json',
        body: JSON.stringify({ slow: 'x'.repeat(100) }),
      }),
    ];
    const slow = Array.from({ length: SLOW }, (_, index) => {
      const { method, path, type, body } = kinds[index % kinds.length]?.() ?? { body: '' };
      const bytes = Buffer.from(body);
      const sending = begun(method ?? 'POST', path ?? '/', {
        'Content-Type': type ?? '',
        'Content-Length': bytes.byteLength,
      });
      sending.setNoDelay(true);
      return { sending, bytes, answer: answerOf(sending) };
    });
    const oneByteOf = async (at: number): Promise<void> => {
      for (const { sending, bytes } of slow) sending.write(bytes.subarray(at, at + 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    for (let at = 0; at < 20; at += 1) await oneByteOf(at);
    const going = othersGoOn();
    for (let at = 20; at < 60; at += 1) await oneByteOf(at);
    await going;
    for (const { sending, bytes } of slow) sending.end(bytes.subarray(60));
    const statuses = await Promise.all(
      slow.map(async ({ answer }) => {
        const { statusCode } = (await answer).resume();
        return statusCode;
      }),
    );
    expect(statuses.filter((status) => status !== 200 && status !== 204)).toEqual([]);
  });

  it('to read hold nobody up, and read everything in the end', async () => {
    const long = { extensions: { 'https://example.org/long': 'x'.repeat(60_000) } };
    const statements = Array.from({ length: 150 }, () => aStatement({ result: long }));
    expect((await client.post(statements)).status).toBe(200);
    const through = (await client.get({ limit: '1' })).headers.get('X-Experience-API-Consistent-Through');
    const path = `/xapi/statements?limit=150&until=${encodeURIComponent(through ?? '')}`;
    // Some nine million bytes each, which no socket takes at once.
    const slow = await Promise.all(
      Array.from({ length: SLOW / 2 }, async () => {
        const sending = begun('GET', path);
        sending.end();
        return answerOf(sending); // and nothing of its body
      }),
    );
    await othersGoOn();
    const page = z.object({ statements: z.array(z.object({ id: z.string() })) });
    const [first, ...others] = slow;
    const found = page.parse(JSON.parse(first ? await textOf(first) : ''));
    expect(found.statements.map(({ id }) => id)).toEqual(statements.map(({ id }) => id).toReversed());
    for (const answer of others) answer.destroy();
    await othersGoOn();
  });
});
