import { describe, expect, it } from '@jest/globals';
import { kpiSchema, type Kpi } from '../kpi.schema.ts';
import { moment } from '../testing/history.ts';
import { suppressedRow, withoutSmallGroups } from './suppressed.ts';

const now = moment('2026-10-31');
const period = { start: moment('2026-07-01'), end: moment('2026-09-28'), closed: true };

const kpi: Kpi = {
  kpi: 'skills-gain',
  title: 'Skills gain',
  owner: 'Maya Ortiz',
  definitionVersion: '1',
  program: 'p',
  cohort: 'all',
  period,
  asOf: now,
  knownBy: now,
  value: 0.2,
  unit: 'ratio',
  direction: 'up',
  numerator: 60,
  denominator: 50,
  n: 7,
  interval: { low: 0.1, high: 0.3, level: 0.95, method: 'bootstrap' },
  target: { value: 0.2, comparison: '>=' },
  baseline: null,
  status: 'cannot-say',
  result: 'open',
  confidence: 'none',
  reasons: ['Only 7 learners have both a pre and a post score; at least 10 are needed.'],
  excluded: { 'long-leave': 1 },
  unmatched: 3,
  censored: 1,
  suppressed: false,
  freshness: { lastEventAt: now, sources: ['lms'] },
  trend: [
    { asOf: moment('2026-08-31'), value: 0.1, status: 'cannot-say' },
    { asOf: moment('2026-09-30'), value: 0.2, status: 'met' },
  ],
  details: { preOnly: { n: 3, meanPre: 41.5 }, postOnly: { n: 0 }, breakdownAt: { asOf: null } },
  breakdown: [],
};
const row = { ...kpi, key: 'pair', title: 'Pair', trend: [], breakdown: [] };

const numbers = (of: object) => JSON.stringify(of).match(/(?<![\w-])\d+(\.\d+)?(?![\w-])/g) ?? [];

describe('a hidden row', () => {
  it('says nothing of its people, and no count in words either', () => {
    const hidden = suppressedRow({ ...row, period: { ...period, start: moment('2026-08-20') } }, period);
    const {
      target: _target,
      period: shown,
      asOf: _asOf,
      knownBy: _knownBy,
      freshness: _fresh,
      ...rest
    } = hidden;
    expect(shown).toEqual(period);
    expect(rest).toMatchObject({ key: 'pair', suppressed: true, n: null, details: {}, excluded: {} });
    expect(numbers({ ...rest, definitionVersion: null })).toEqual([]);
  });
});

describe('a KPI without small groups', () => {
  const shown = { minimum: 10, whole: false, points: new Set<string>() };

  it('is hidden altogether where everybody is a small group, but for when its groups are of', () => {
    const hidden = withoutSmallGroups(kpi, { ...shown, whole: true });
    expect(kpiSchema.parse(hidden)).toEqual(hidden);
    expect(hidden).toMatchObject({ suppressed: true, value: null, n: null, unmatched: null, excluded: {} });
    expect(hidden.details).toEqual({ breakdownAt: { asOf: null } });
    expect(hidden.reasons.join()).not.toMatch(/\d/);
  });

  it('has no point of the trend at which everybody was', () => {
    const { trend } = withoutSmallGroups(kpi, { ...shown, points: new Set([moment('2026-08-31')]) });
    expect(trend.map(({ value }) => value)).toEqual([null, 0.2]);
  });

  it('has no mean over a few, in its rows neither', () => {
    const { details, breakdown } = withoutSmallGroups({ ...kpi, breakdown: [row] }, shown);
    expect(details['preOnly']).toEqual({ n: 3, meanPre: null });
    expect(breakdown[0]?.details['preOnly']).toEqual({ n: 3, meanPre: null });
    const enough = { ...kpi, details: { preOnly: { n: 10, meanPre: 41.5 } } };
    expect(withoutSmallGroups(enough, shown).details).toEqual(enough.details);
  });
});
