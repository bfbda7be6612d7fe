import { evidenceOf } from '../evidence/evidence.ts';
import { feedOf } from '../freshness/feed.ts';
import type { Measure, MeasureFigure, MeasureRow } from '../measures/measure.ts';
import { shareValue } from '../measures/values/share-value.ts';
import { moment, origin } from './history.ts';

function share(people: number, of = 0) {
  const parts = (part: 'denominator' | 'numerator', count: number) =>
    Array.from({ length: count }, () => evidenceOf(part, 'x', origin('2026-07-01')));
  const evidence = [...parts('denominator', people), ...parts('numerator', of)];
  return shareValue(evidence, 'None.', { seen: people });
}

/** A share of a group: `of` of its people. */
export function rowOf(key: string, people: number, column: string | null = null, of = 0): MeasureRow {
  return {
    key,
    title: key,
    column: column === null ? null : { key: column, title: column },
    ...share(people, of),
  };
}

/** A share of some people, and its rows. */
export function figureOf(people: number, rows: readonly MeasureRow[]): MeasureFigure {
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

/** A share of people by counts, with whatever is different. */
export function measureOf(more: Partial<Measure>): Measure {
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
