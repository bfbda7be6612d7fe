import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { instantFromMillis } from '#platform';
import { arbitraryStatements, type JsonRecord } from '../../../test/support/arbitrary-statements.ts';
import { checkStatement, VOIDED } from './check-statement.ts';
import { contentText } from './content-text.ts';
import { isObject, type JsonObject } from './json-value.ts';
import { type PreparedStatement, prepareStatement } from './normal-form.ts';
import type { RuleSet } from './rules.ts';

const authority = { objectType: 'Agent', account: { homePage: 'https://plumbline.example', name: 'key-1' } };
const newId = () => 'aaaaaaaa-0000-4000-8000-000000000001';
const stored = instantFromMillis(Date.UTC(2026, 6, 6, 9, 0, 0, 500));

const prepare = (raw: JsonObject, rules: RuleSet = '1.0'): PreparedStatement =>
  prepareStatement(raw, { newId, authority, rules });

function kept(prepared: PreparedStatement): JsonObject {
  const value: unknown = JSON.parse(prepared.json(stored));
  if (!isObject(value)) throw new Error('A statement is an object.');
  return value;
}

const simple: JsonRecord = {
  actor: { mbox: 'mailto:ada@example.org' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
  object: { id: 'https://lms.example.org/course/1' },
};

describe.each(['1.0', '2.0'] as const)('prepareStatement under %s', (rules) => {
  it('keeps a statement valid, whole and complete', () => {
    fc.assert(
      fc.property(arbitraryStatements(rules), (raw) => {
        const before = structuredClone(raw);
        const prepared = prepare(raw, rules);
        const result = kept(prepared);
        expect(raw).toEqual(before);
        expect(checkStatement(result, rules)).toEqual([]);
        expect(result).toMatchObject({ id: prepared.id, stored, authority });
        expect(result['actor']).toEqual(raw['actor']);
        expect(result['result']).toEqual(raw['result']);
        expect(result['attachments']).toEqual(raw['attachments']);
        expect(Object.keys(result)).toEqual(expect.arrayContaining(Object.keys(raw)));
      }),
      { numRuns: 500 },
    );
  });

  it('gives what it returned the hash of what was sent, so that a copy of it is an equal re-send', () => {
    fc.assert(
      fc.property(arbitraryStatements(rules), (raw) => {
        const sent = { timestamp: '2026-07-06T08:00:00Z', ...raw };
        const prepared = prepare(sent, rules);
        expect(prepare(kept(prepared), rules).contentHash).toBe(prepared.contentHash);
      }),
      { numRuns: 500 },
    );
  });
});

describe('prepareStatement', () => {
  it('sets id, timestamp, version, authority and stored when they are absent', () => {
    const prepared = prepare(simple);
    expect(prepared).toMatchObject({ id: newId(), idIsNew: true, timestamp: null });
    expect(kept(prepared)).toEqual({
      ...simple,
      id: newId(),
      timestamp: '2026-07-06T09:00:00.500000Z',
      stored: '2026-07-06T09:00:00.500000Z',
      version: '1.0.0',
      authority,
    });
    expect(kept(prepare(simple, '2.0'))['version']).toBe('2.0.0');
  });

  it('keeps what the sender set, but for stored and authority', () => {
    const sent = {
      ...simple,
      id: 'FD41C918-B88B-4B20-A0A5-A4C32391AAA0',
      timestamp: '2026-07-06T10:00:00.123+02:00',
      stored: '1999-01-01T00:00:00Z',
      version: '1.0.2',
      authority: { mbox: 'mailto:mallory@example.org' },
    };
    const prepared = prepare(sent);
    expect(prepared).toMatchObject({
      id: 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0',
      idIsNew: false,
      timestamp: '2026-07-06T08:00:00.123000Z',
    });
    expect(kept(prepared)).toMatchObject({
      timestamp: '2026-07-06T10:00:00.123+02:00',
      stored,
      version: '1.0.2',
      authority,
    });
  });

  it('writes times in UTC under 2.0, in a SubStatement too', () => {
    const at = '2023-05-04T12:00:00-05:00';
    const inner = { objectType: 'SubStatement', ...simple, timestamp: at };
    const result = kept(prepare({ ...simple, timestamp: at, object: inner }, '2.0'));
    expect(result['timestamp']).toBe('2023-05-04T17:00:00Z');
    expect(result['object']).toMatchObject({ timestamp: '2023-05-04T17:00:00Z' });
  });

  it('makes a single context activity a list, in a SubStatement too', () => {
    const context = { contextActivities: { parent: { id: 'https://x.example/p' }, other: [] } };
    const inner = { objectType: 'SubStatement', ...simple, context };
    const lists = { contextActivities: { parent: [{ id: 'https://x.example/p' }], other: [] } };
    const result = kept(prepare({ ...simple, context, object: inner }));
    expect(result['context']).toEqual(lists);
    expect(result['object']).toMatchObject({ context: lists });
  });

  it('hashes the content text with SHA-256', () => {
    const expected = createHash('sha256').update(contentText(simple, '1.0')).digest('hex');
    expect(prepare(simple).contentHash).toBe(expected);
  });

  it('tells what is voided, and nothing else from it', () => {
    const id = 'FD41C918-B88B-4B20-A0A5-A4C32391AAA0';
    const object = { objectType: 'StatementRef', id };
    expect(prepare({ ...simple, verb: { id: VOIDED }, object }).voids).toBe(id.toLowerCase());
    expect(prepare({ ...simple, object }).voids).toBeNull();
    expect(prepare(simple).voids).toBeNull();
  });

  it('lists the digests of attachments once, in lower case, from a SubStatement too', () => {
    const attachments = [{ sha2: 'A'.repeat(64) }, { sha2: 'a'.repeat(64) }];
    const object = { objectType: 'SubStatement', ...simple, attachments: [{ sha2: 'b'.repeat(64) }] };
    expect(prepare({ ...simple, attachments, object }).attachments).toEqual(['a'.repeat(64), 'b'.repeat(64)]);
  });
});
