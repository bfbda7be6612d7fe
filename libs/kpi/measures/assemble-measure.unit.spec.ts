import { describe, expect, it } from '@jest/globals';
import { evidenceOf } from '../evidence/evidence.ts';
import { feedOf } from '../freshness/feed.ts';
import { frameOf } from '../testing/frame.ts';
import { memberOf, moment, origin } from '../testing/history.ts';
import { assembleMeasure } from './assemble-measure.ts';
import type { Measure, MeasureFigure, MeasureRow } from './measure.ts';
import { measureSchema } from './measure.schema.ts';
import { shareValue } from './values/share-value.ts';

function share(people: number, of = 0) {
  const parts = (part: 'denominator' | 'numerator', count: number) =>
    Array.from({ length: count }, () => evidenceOf(part, 'x', origin('2026-07-01')));
  const evidence = [...parts('denominator', people), ...parts('numerator', of)];
  return shareValue(evidence, 'None.', { seen: people });
}

function row(key: string, people: number, column: string | null = null, of = 0): MeasureRow {
  return {
    key,
    title: key,
    column: column === null ? null : { key: column, title: column },
    ...share(people, of),
  };
}

function figure(people: number, rows: readonly MeasureRow[]): MeasureFigure {
  return {
    ...share(people),
    period: { start: moment('2026-07-01'), end: moment('2026-09-30'), closed: false },
    excluded: { 'long-leave': 1 },
    unmatched: 0,
    rows,
    notes: [],
    feed: feedOf([origin('2026-07-05', 'urn:lms'), origin('2026-09-01', 'urn:later')]),
  };
}

function measure(more: Partial<Measure>): Measure {
  return {
    id: 'made-up',
    title: 'Made up',
    definition: 'A share.',
    definitionVersion: '1.0',
    unit: 'share',
    selfReported: false,
    dimensions: [],
    reveals: 'counts',
    scope: 'read',
    names: [],
    figure: () => Promise.reject(new Error('not asked')),
    ...more,
  };
}

const frame = frameOf([], '2026-08-01');
const assembled = (of: Measure, made: MeasureFigure) => assembleMeasure(of, made, frame, null);
const hiddenKeys = (of: Measure, made: MeasureFigure) =>
  assembled(of, made)
    .rows.filter(({ suppressed }) => suppressed)
    .map(({ key, column }) => `${key}${column === null ? '' : ` ${column.key}`}`);

describe('assembleMeasure', () => {
  it('has the published shape, and tells who spoke by the asked moment', () => {
    const json = assembled(measure({}), figure(20, [row('a', 20)]));
    expect(measureSchema.parse(json)).toEqual(json);
    expect(json.freshness).toEqual({ lastEventAt: '2026-07-05T00:00:00.000000Z', sources: ['urn:lms'] });
  });

  it('hides a small row and the one that would give it away', () => {
    const made = figure(40, [row('a', 3), row('b', 12), row('c', 25)]);
    expect(hiddenKeys(measure({}), made)).toEqual(['a', 'b']);
    expect(assembled(measure({}), made).rows[0]).toMatchObject({
      value: null,
      n: null,
      interval: null,
      details: {},
      reason: 'Hidden to protect the people in small groups.',
    });
  });

  it('hides a large row too whose share would tell that of small ones, and no details beside a hidden row', () => {
    // of 42 answered 30: shown with its 30 of 30, the large row says that nobody of the others did
    const all = [row('a', 4), row('b', 8), row('c', 30, null, 30)];
    expect(hiddenKeys(measure({}), figure(42, all))).toEqual(['a', 'b', 'c']);
    const kept = [row('a', 4, null, 2), row('b', 8, null, 4), row('e', 9, null, 5), row('d', 30, null, 15)];
    const shown = assembled(measure({}), figure(51, kept)).rows.filter(({ suppressed }) => !suppressed);
    expect(shown.length).toBeGreaterThan(0);
    for (const { details } of shown) expect(details).toEqual({});
  });

  it('hides all of a measure of a program of too few people, whoever it counts', () => {
    const few = frameOf([memberOf('ada', '2026-07-01', {}), memberOf('ben', '2026-07-01', {})], '2026-08-01');
    const none = assembleMeasure(measure({}), figure(0, []), few, null);
    expect(none).toMatchObject({ suppressed: true, excluded: {} });
  });

  it('asks for more people where scores are shown, and for none where no people are', () => {
    const made = figure(40, [row('a', 8), row('b', 12), row('c', 20)]);
    expect(hiddenKeys(measure({}), made)).toEqual([]);
    expect(hiddenKeys(measure({ reveals: 'scores' }), made)).toEqual(['a', 'b']);
    expect(hiddenKeys(measure({ reveals: null }), figure(1, [row('a', 1)]))).toEqual([]);
  });

  it('takes each column of a matrix for a table of its own', () => {
    const made = figure(40, [row('a', 3, 'x'), row('b', 37, 'x'), row('a', 20, 'y'), row('b', 20, 'y')]);
    expect(hiddenKeys(measure({}), made)).toEqual(['a x', 'b x']);
  });

  it('hides all of a measure of too few people, and nothing of one that is for the scope people', () => {
    const made = figure(4, [row('a', 4)]);
    expect(assembled(measure({}), made)).toMatchObject({ suppressed: true, value: null, excluded: {} });
    expect(hiddenKeys(measure({}), made)).toEqual(['a']);
    expect(assembled(measure({ scope: 'people' }), made)).toMatchObject({ suppressed: false, n: 4 });
  });
});
