import { describe, expect, it } from '@jest/globals';
import { tally } from '../figure.ts';
import { feedOf } from '../freshness/feed.ts';
import { memberOf, moment, origin } from '../testing/history.ts';
import { countedByScores, skillsCounting } from './counted.ts';
import { skillsGainFigure } from './formula.ts';
import type { Attempt } from './score.ts';

const form = { id: 'a', scale: { min: 0, max: 50 }, scaled: false };
const forms = { form: () => form, equivalent: () => true };

const attempt = (learner: string, phase: string, at: string): Attempt => ({
  ...origin(at),
  learner,
  assessment: 'skills',
  phase,
  form: 'a',
  raw: 20,
  min: null,
  max: null,
  scaled: null,
  skill: '',
  attempt: null,
});

const facts = {
  members: [
    memberOf('ada', '2026-07-01', {}),
    memberOf('ben', '2026-07-01', {}),
    memberOf('cem', '2026-07-01', {}),
    memberOf('dee', '2026-07-01', { exclusion: { ...origin('2026-08-01'), reason: 'long-leave' } }),
    memberOf('eve', '2026-09-01', {}),
    memberOf('fay', '2026-07-01', {}),
  ],
  attempts: Map.groupBy(
    [
      attempt('ada', 'pre', '2026-07-02'),
      attempt('ada', 'post', '2026-09-20'),
      attempt('ben', 'pre', '2026-07-02'),
      attempt('cem', 'post', '2026-09-20'),
      attempt('eve', 'pre', '2026-09-02'),
    ],
    ({ learner }) => learner,
  ),
  signals: new Map(),
  feed: feedOf([]),
};

describe('people as skills gain counts them', () => {
  const asOf = moment('2026-10-15');
  const kinds = countedByScores(facts, forms, asOf).map(({ kind }) => kind);
  const counts = tally(kinds.filter((kind) => kind !== null));

  it('are each of one kind at most; who has no score is of none', () => {
    expect(kinds).toHaveLength(6);
    expect(counts).toEqual({
      matched: 1,
      waiting: 1,
      'unmatched: no pre score': 1,
      'unmatched: no usable post score in the window': 1,
      'excluded: long-leave': 1,
    });
  });

  it('add up to what the figure publishes', () => {
    const settings = {
      target: null,
      minimumN: 1,
      matched: 0,
      staleAfter: 'P7D',
      forms,
      seed: 'test',
      selectedForLowScores: false,
    };
    const { n, unmatched, censored, excluded } = skillsGainFigure(facts, settings, asOf);
    expect(Object.keys(counts).filter(skillsCounting.sizes)).toEqual(['matched']);
    expect(n).toBe(counts['matched']);
    expect(censored).toBe(counts['waiting']);
    expect(unmatched).toBe(
      kinds.filter((kind) => kind?.startsWith('unmatched') || kind === 'waiting').length,
    );
    expect(excluded).toEqual({ 'long-leave': 1 });
  });
});
