import { describe, expect, it } from '@jest/globals';
import { contentId } from './content-id.ts';
import { itemOf, isRejection, kindOf, type Item } from './item.ts';
import { ImportStopped, sendBatch, type Send } from './sender.ts';

function item(line: number, value: Record<string, unknown>): Item {
  const made = itemOf(value, line, 'statements');
  if (isRejection(made)) throw new Error(made.reason);
  return made;
}

const problem = (status: number, body: object) => new Response(JSON.stringify(body), { status });

/** A server that takes a batch whole or not at all, and names the first bad statement in it. */
function allOrNothing(stored: unknown[]): Send {
  return async (_path, _type, text) => {
    const batch = JSON.parse(text) as { bad?: boolean }[];
    const bad = batch.findIndex((statement) => statement.bad);
    if (bad >= 0)
      return problem(400, { detail: 'no', errors: [{ pointer: `/${bad}/verb`, reason: 'Is missing.' }] });
    stored.push(...batch);
    return new Response('[]');
  };
}

describe('a batch of statements', () => {
  it('loses the bad ones alone, each told with its line', async () => {
    const stored: unknown[] = [];
    const items = [{ id: 'a' }, { id: 'b', bad: true }, { id: 'c' }, { id: 'd', bad: true }].map(
      (value, index) => item(index + 10, value),
    );
    const sent = await sendBatch(allOrNothing(stored), 'statements', items);
    expect(stored).toEqual([{ id: 'a' }, { id: 'c' }]);
    expect(sent).toEqual({
      accepted: 2,
      duplicates: 0,
      rejected: [
        { line: 11, id: 'b', pointer: '/verb', reason: 'Is missing.' },
        { line: 13, id: 'd', pointer: '/verb', reason: 'Is missing.' },
      ],
    });
  });

  it('is halved until the one is found that an answer does not name', async () => {
    const send: Send = async (_path, _type, text) =>
      text.includes('huge') ? problem(413, { detail: 'Too large.' }) : new Response('[]');
    const items = [{ id: 'a' }, { id: 'b' }, { id: 'huge' }].map((value, index) => item(index + 1, value));
    expect(await sendBatch(send, 'statements', items)).toEqual({
      accepted: 2,
      duplicates: 0,
      rejected: [{ line: 3, id: 'huge', pointer: '', reason: 'Too large.' }],
    });
  });

  it('is sent apart by version', async () => {
    const versions: string[] = [];
    const send: Send = async (_path, _type, text, headers) => {
      versions.push(`${headers['x-experience-api-version']} ${(JSON.parse(text) as object[]).length}`);
      return new Response('[]');
    };
    const items = [{ id: 'a' }, { id: 'b', version: '2.0.0' }, { id: 'c', version: '1.0.0' }].map(
      (value, index) => item(index + 1, value),
    );
    await sendBatch(send, 'statements', items);
    expect(versions).toEqual(['1.0.3 2', '2.0.0 1']);
  });

  it('is sent again when the server is full, and stops when it will not talk', async () => {
    let calls = 0;
    const full: Send = async () => {
      calls += 1;
      return calls === 1
        ? new Response('{}', { status: 503, headers: { 'retry-after': '0' } })
        : new Response('[]');
    };
    expect((await sendBatch(full, 'statements', [item(1, { id: 'a' })])).accepted).toBe(1);
    const closed: Send = async () => problem(401, { detail: 'No key.' });
    await expect(sendBatch(closed, 'statements', [item(1, { id: 'a' })])).rejects.toThrow(ImportStopped);
  });
});

describe('a statement without an id', () => {
  it('gets a UUID of version 5 that its content alone decides', () => {
    const one = contentId({ actor: { mbox: 'mailto:ada@example.org' }, verb: { id: 'x' } });
    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(contentId({ verb: { id: 'x' }, actor: { mbox: 'mailto:ada@example.org' } })).toBe(one);
    expect(contentId({ actor: { mbox: 'mailto:ada@example.org' }, verb: { id: 'y' } })).not.toBe(one);
  });
});

it('tells statements and events apart', () => {
  expect(kindOf({ specversion: '1.0', type: 't' })).toBe('events');
  expect(kindOf({ actor: {}, verb: {} })).toBe('statements');
  expect([kindOf({ a: 1 }), kindOf([]), kindOf(null)]).toEqual([null, null, null]);
});
