import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { canonicalJson } from '#events';
import {
  arbitraryStatements,
  type Json,
  type JsonRecord,
} from '../../../test/support/arbitrary-statements.ts';
import { contentText } from './content-text.ts';

const actor = { mbox: 'mailto:ada@example.org' };
const verb = { id: 'http://adlnet.gov/expapi/verbs/completed' };
const object = { id: 'https://lms.example.org/course/1' };
const statement: JsonRecord = {
  id: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  timestamp: '2026-07-06T08:00:00Z',
  actor,
  verb,
  object,
  result: { score: { scaled: 0.5 }, duration: 'PT1.12S' },
};

/** The same value with every object's keys in another order. */
function reordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(reordered);
  return typeof value === 'object' && value !== null ? reorderedKeys(value) : value;
}

function reorderedKeys(value: JsonRecord): JsonRecord {
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([key, member]) => [key, reordered(member)]));
}

const same = (change: JsonRecord): boolean =>
  contentText({ ...statement, ...change }, '2.0') === contentText(statement, '2.0');

describe('contentText', () => {
  it('is canonical JSON, whatever the order of keys', () => {
    fc.assert(
      fc.property(arbitraryStatements('2.0'), (value) => {
        const text = contentText(value, '2.0');
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(contentText(reorderedKeys(value), '2.0')).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('is one text under both versions', () => {
    fc.assert(
      fc.property(arbitraryStatements('1.0'), (value) => {
        expect(contentText(value, '1.0')).toBe(contentText(value, '2.0'));
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, JsonRecord]>([
    ['stored', { stored: '2026-07-06T09:00:00Z' }],
    ['authority', { authority: { mbox: 'mailto:lms@example.org' } }],
    ['version', { version: '1.0.3' }],
    ['the display of the verb', { verb: { ...verb, display: { en: 'completed' } } }],
    ['the definition of the activity', { object: { ...object, definition: { name: { en: 'Course' } } } }],
    ['the zone of the timestamp', { timestamp: '2026-07-06T10:00:00.000+02:00' }],
    ['the case of the mail domain', { actor: { mbox: 'mailto:ada@EXAMPLE.org' } }],
    ['the duration beyond 0.01 seconds', { result: { score: { scaled: 0.5 }, duration: 'PT1.129S' } }],
  ])('does not count %s', (_, change) => {
    expect(same(change)).toBe(true);
  });

  it.each<[string, JsonRecord]>([
    ['another timestamp', { timestamp: '2026-07-06T08:00:01Z' }],
    ['another actor', { actor: { mbox: 'mailto:Ada@example.org' } }],
    ['a name of the actor', { actor: { ...actor, name: 'Ada' } }],
    ['another verb', { verb: { id: 'http://adlnet.gov/expapi/verbs/passed' } }],
    ['another object', { object: { id: 'https://lms.example.org/course/2' } }],
    ['another score', { result: { score: { scaled: 0.51 }, duration: 'PT1.12S' } }],
    ['another duration', { result: { score: { scaled: 0.5 }, duration: 'PT1.13S' } }],
    ['an extension that is null', { context: { extensions: { 'https://x.example/a': null } } }],
    ['a registration', { context: { registration: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' } }],
    ['an attachment', { attachments: [{ sha2: '0'.repeat(64) }] }],
  ])('counts %s', (_, change) => {
    expect(same(change)).toBe(false);
  });

  it('counts a timestamp that the sender did not set before', () => {
    const { timestamp: _, ...without } = statement;
    expect(contentText(without, '2.0')).not.toBe(contentText(statement, '2.0'));
  });

  it('does not count the order of members and context activities, nor a list of one', () => {
    const group = (...names: string[]): JsonRecord => ({
      objectType: 'Group',
      member: names.map((name) => ({ account: { homePage: 'https://lms.example', name } })),
    });
    const context = (...ids: string[]): JsonRecord => ({
      contextActivities: { grouping: ids.map((id) => ({ id: `https://lms.example/${id}` })) },
    });
    const text = (change: JsonRecord): string => contentText({ ...statement, ...change }, '1.0');
    expect(text({ actor: group('a', 'b') })).toBe(text({ actor: group('b', 'a') }));
    expect(text({ actor: group('a', 'b') })).not.toBe(text({ actor: group('a', 'b', 'b') }));
    expect(text({ context: context('x', 'y') })).toBe(text({ context: context('y', 'x') }));
    expect(text({ context: context('x') })).toBe(
      text({ context: { contextActivities: { grouping: { id: 'https://lms.example/x' } } } }),
    );
    expect(text({ context: context('x') })).not.toBe(
      text({ context: { contextActivities: { category: { id: 'https://lms.example/x' } } } }),
    );
  });

  it('compares a SubStatement by the same rules', () => {
    const { id: _, ...inner } = statement;
    const sub = (change: JsonRecord): JsonRecord => ({
      object: { objectType: 'SubStatement', ...inner, ...change },
    });
    const text = (change: JsonRecord): string => contentText({ ...statement, ...sub(change) }, '2.0');
    const described = { object: { ...object, definition: { name: { en: 'Course' } } } };
    expect(text({ ...described, timestamp: '2026-07-06T10:00:00+02:00' })).toBe(text({}));
    expect(text({ timestamp: '2026-07-06T10:00:00Z' })).not.toBe(text({}));
  });

  it('keeps order where it means something', () => {
    const list = (...values: Json[]): JsonRecord => ({
      context: { extensions: { 'https://x.example/a': values } },
    });
    expect(contentText({ ...statement, ...list(1, 2) }, '1.0')).not.toBe(
      contentText({ ...statement, ...list(2, 1) }, '1.0'),
    );
  });
});
