import { describe, expect, it } from '@jest/globals';
import { memberOf, moment, origin } from '../testing/history.ts';
import type { Identified } from './identified.ts';
import { Unfolding } from './unfolding.ts';

const ada = memberOf('ada', '2026-07-01', {});
const scores = [origin('2026-07-03')];
const modules = [origin('2026-07-10'), origin('2026-07-05')];

/** What is made tells how often something was made. */
function counting(sources: readonly (readonly Identified[] | undefined)[]) {
  const sourcesOf = () => ({ sources, events: () => sources.flatMap((source) => source ?? []) });
  return (unfolding: Unfolding<string>, asOf: string, made: string, member = ada) =>
    unfolding.of([member], sourcesOf).at(moment(asOf), () => made)[0];
}

describe('Unfolding', () => {
  it('keeps what follows for as long as no event lies between two moments', () => {
    const unfolding = new Unfolding<string>();
    const at = counting([scores, modules]);
    expect(at(unfolding, '2026-07-06', 'first')).toBe('first');
    expect(at(unfolding, '2026-07-09', 'again')).toBe('first');
    expect(at(unfolding, '2026-07-10', 'second')).toBe('second');
    expect(at(unfolding, '2026-07-05', 'again')).toBe('first');
    expect(at(unfolding, '2026-07-04', 'third')).toBe('third');
  });

  it('works it out anew when any of the sources, or the member, is another', () => {
    const unfolding = new Unfolding<string>();
    expect(counting([scores, modules])(unfolding, '2026-08-01', 'first')).toBe('first');
    expect(counting([scores, [...modules]])(unfolding, '2026-08-01', 'other modules')).toBe('other modules');
    expect(counting([scores, undefined])(unfolding, '2026-08-01', 'no modules')).toBe('no modules');
    const moved = memberOf('ada', '2026-07-02', {});
    expect(counting([scores, undefined])(unfolding, '2026-08-01', 'moved', moved)).toBe('moved');
  });

  it('counts the changes of all members, those of events known for a while only too', () => {
    const unfolding = new Unfolding<string>();
    const identified = { from: moment('2026-07-07'), until: moment('2026-07-20') };
    const events: readonly Identified[] = [{ ...origin('2026-07-03'), identified }, origin('2026-07-08')];
    const ben = memberOf('ben', '2026-07-01', {});
    const sourcesOf = (learner: string) => ({
      sources: [learner === 'ada' ? events : undefined],
      events: () => events,
    });
    const both = unfolding.of([ada, ben], sourcesOf);
    const days = ['2026-07-06', '2026-07-07', '2026-07-08', '2026-07-20'];
    const counts = days.map((asOf) => both.changesBy(moment(asOf)));
    expect(counts).toEqual([0, 1, 2, 3]);
  });
});
