import { describe, expect, it } from '@jest/globals';
import { Problem } from '#platform';
import * as fc from 'fast-check';
import { moment, origin } from '../testing/history.ts';
import { decodeCursor, encodeCursor, sortKey, type EvidenceCursor } from './cursor.ts';
import { evidenceOf, evidenceParts, type EvidenceEntry } from './evidence.ts';
import { sliceOf } from './page.ts';

const entries: EvidenceEntry[] = [
  evidenceOf('denominator', 'b', origin('2026-07-02')),
  evidenceOf('denominator', 'a', origin('2026-07-01')),
  evidenceOf('numerator', 'a', origin('2026-08-01')),
  evidenceOf('excluded', 'c', origin('2026-07-05'), 'long-leave'),
];

describe('sliceOf', () => {
  it('pages through every entry once, whatever order they come in', () => {
    const seen: string[] = [];
    let after: string[] | null = null;
    do {
      const slice = sliceOf(entries.toReversed(), null, after, 3);
      seen.push(...slice.entries.map(({ part, subject }) => `${part} ${subject}`));
      after = slice.after;
    } while (after !== null);
    expect(seen).toEqual(['numerator a', 'denominator a', 'denominator b', 'excluded c']);
  });

  it('gives the same entries however large the pages are', () => {
    const some = fc.array(
      fc.record({
        part: fc.constantFrom(...evidenceParts),
        day: fc.integer({ min: 1, max: 4 }),
        subject: fc.constantFrom('a', 'b'),
        reason: fc.constantFrom(undefined, 'long-leave'),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 7 }), (told, limit) => {
        const all = told.map(({ part, day, subject, reason }) =>
          evidenceOf(part, subject, origin(`2026-07-0${day}`), reason),
        );
        const paged: EvidenceEntry[] = [];
        let after: string[] | null = null;
        do {
          const slice = sliceOf(all, null, after, limit);
          expect(slice.entries.length).toBeLessThanOrEqual(limit);
          paged.push(...slice.entries);
          after = slice.after;
        } while (after !== null);
        const text = (entry: EvidenceEntry) => sortKey(entry).join('|');
        expect(paged.map(text)).toEqual(all.map(text).sort());
      }),
    );
  });

  it('keeps to one part', () => {
    const slice = sliceOf(entries, 'excluded', null, 3);
    expect(slice.entries).toMatchObject([{ subject: 'c', reason: 'long-leave' }]);
    expect(slice.after).toBeNull();
  });
});

describe('cursor', () => {
  const cursor: EvidenceCursor = {
    program: 'p',
    kpi: 'skills-gain',
    asOf: moment('2026-10-31'),
    knownBy: moment('2026-11-05'),
    part: null,
    by: 'role',
    key: 'operator',
    after: ['0', '', '', '', '', ''],
  };

  it('carries the whole question, and is fit for a URL', () => {
    const text = encodeCursor(cursor);
    expect(text).toMatch(/^[\w-]+$/);
    expect(decodeCursor(text)).toEqual(cursor);
  });

  it.each(['', 'nonsense', Buffer.from('{"program":"p"}').toString('base64url')])('refuses %p', (text) => {
    expect(() => decodeCursor(text)).toThrow(Problem);
  });
});
