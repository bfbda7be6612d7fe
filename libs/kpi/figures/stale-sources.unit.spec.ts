import { describe, expect, it } from '@jest/globals';
import { moment, origin } from '../testing/history.ts';
import { staleSources } from './stale-sources.ts';

const asOf = moment('2026-07-31');

describe('staleSources', () => {
  it('names sources silent for longer than allowed, and only those', () => {
    const facts = [
      origin('2026-07-20', 'urn:lms'),
      origin('2026-07-24', 'urn:lms'),
      origin('2026-07-10', 'urn:labs'),
      origin('2026-07-22', 'urn:labs'),
    ];
    expect(staleSources([{ facts, windowEnd: moment('2026-09-28') }], asOf, 'P7D')).toEqual([
      { source: 'urn:labs', lastEventAt: moment('2026-07-22') },
    ]);
  });

  it('judges a closed window by its end: what was fresh then does not age', () => {
    const facts = [origin('2026-05-28', 'urn:lms'), origin('2026-07-30', 'urn:late')];
    const windowEnd = moment('2026-05-31');
    expect(staleSources([{ facts, windowEnd }], asOf, 'P7D')).toEqual([]);
  });

  it('calls a source fresh that speaks in one of its feeds', () => {
    const open = moment('2026-09-28');
    const modules = { facts: [origin('2026-07-01', 'urn:lms')], windowEnd: open };
    const reviews = { facts: [origin('2026-07-30', 'urn:lms')], windowEnd: open };
    expect(staleSources([modules, reviews], asOf, 'P7D')).toEqual([]);
    expect(staleSources([modules], asOf, 'P7D')).toHaveLength(1);
  });
});
