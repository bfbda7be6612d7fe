import { describe, expect, it } from '@jest/globals';
import { tally } from '../figure.ts';
import { feedOf } from '../freshness/feed.ts';
import { memberOf, moment, origin, requiredModule } from '../testing/history.ts';
import { completionCounting, countedByCompletion } from './counted.ts';
import { trainingCompletionFigure } from './formula.ts';

const required = [requiredModule('literacy', {})];
const done = (at: string) => new Map([['literacy', [{ kind: 'completed' as const, ...origin(at) }]]]);
const excluded = { ...origin('2026-08-15'), reason: 'long-leave' };

const members = [
  memberOf('ada', '2026-07-01', { required }),
  memberOf('ben', '2026-07-01', { required, withdrawn: true }),
  memberOf('cem', '2026-07-01', { required }),
  memberOf('dee', '2026-07-01', { required, exclusion: excluded }),
  memberOf('eve', '2026-09-01', { required }),
  memberOf('fay', '2026-09-01', { required }),
];
const signals = new Map([
  ['ada', done('2026-08-01')],
  ['fay', done('2026-09-20')],
]);

describe('people as training completion counts them', () => {
  const asOf = moment('2026-10-15');
  const counts = tally(countedByCompletion(members, signals, asOf).map(({ kind }) => kind ?? 'nothing'));

  it('are each of one kind, and all kinds are everybody', () => {
    expect(counts).toEqual({
      complete: 2,
      withdrawn: 1,
      'not complete': 1,
      censored: 1,
      'excluded: long-leave': 1,
    });
  });

  it('add up to what the figure publishes', () => {
    const settings = { target: null, minimumN: 1, staleAfter: 'P7D' };
    const figure = trainingCompletionFigure(
      { members, signals, unmatched: [], feed: feedOf([]) },
      settings,
      asOf,
    );
    const { sizes } = completionCounting;
    const n = Object.entries(counts).reduce((sum, [kind, count]) => (sizes(kind) ? sum + count : sum), 0);
    expect(figure).toMatchObject({
      n,
      numerator: counts['complete'],
      censored: counts['censored'],
      excluded: { 'long-leave': counts['excluded: long-leave'] },
    });
  });
});
