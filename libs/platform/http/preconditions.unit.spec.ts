import { describe, expect, it } from '@jest/globals';
import { Problem } from '../problem.ts';
import { ifMatchHolds, ifNoneMatchHolds, readPreconditions } from './preconditions.ts';

type Tags = 'quoted' | 'bare';

/** Of a header as If-Match and as If-None-Match: whether it holds of the version, or the status that refuses it. */
function outcomes(text: string, current: string | null, tags: Tags): (boolean | number)[] {
  const outcome = (holds: () => boolean): boolean | number => {
    try {
      return holds();
    } catch (error) {
      if (error instanceof Problem) return error.status;
      throw error;
    }
  };
  return [
    outcome(() => ifMatchHolds(readPreconditions({ ifMatch: text, ifNoneMatch: undefined }, tags), current)),
    outcome(() =>
      ifNoneMatchHolds(readPreconditions({ ifMatch: undefined, ifNoneMatch: text }, tags), current),
    ),
  ];
}

describe('If-Match and If-None-Match', () => {
  it.each<Tags>(['quoted', 'bare'])('ask nothing where they are not sent, with %s tags', (tags) => {
    const asked = readPreconditions({ ifMatch: undefined, ifNoneMatch: undefined }, tags);
    for (const current of ['v1', null])
      expect([ifMatchHolds(asked, current), ifNoneMatchHolds(asked, current)]).toEqual([true, true]);
  });

  it.each<[string, boolean, boolean]>([
    ['*', true, false],
    [' * ', true, false],
    ['"v1"', true, false],
    ['"v2"', false, true],
    [' "a,b" ,, "v1" ', true, false],
    ['"v2", "v3"', false, true],
    ['W/"v1"', false, false],
    ['W/"v1", "v1"', true, false],
    ['""', false, true],
  ])('hold of v1 by %j: %p, %p', (text, ifMatch, ifNoneMatch) => {
    for (const tags of ['quoted', 'bare'] as const) {
      expect(outcomes(text, 'v1', tags)).toEqual([ifMatch, ifNoneMatch]);
      expect(outcomes(text, null, tags)).toEqual([false, true]);
    }
  });

  it.each<[string, boolean, boolean]>([
    ['v1', true, false],
    ['v2,v1', true, false],
    ['"v2",v1', true, false],
    ['v2, "v1"', true, false],
    ['v2', false, true],
    ['W/v1', false, true],
  ])('take tags without quotes where those are allowed: %j', (text, ifMatch, ifNoneMatch) => {
    expect(outcomes(text, 'v1', 'bare')).toEqual([ifMatch, ifNoneMatch]);
    expect(outcomes(text, 'v1', 'quoted')).toEqual([400, 400]);
  });

  it.each(['', ',', '"v1', 'v1"', '"v1" "v2"', 'v1 v2', '*, "v1"', '"v1", *', 'w/"v1"', 'W/ "v1"', '"a b"'])(
    'that cannot be read are refused: %j',
    (text) => {
      for (const tags of ['quoted', 'bare'] as const) expect(outcomes(text, 'v1', tags)).toEqual([400, 400]);
    },
  );

  it('are read in a time that their length bounds', () => {
    const began = performance.now();
    for (const text of [',"'.repeat(8000), '"'.repeat(16_000), ', '.repeat(8000), 'W/'.repeat(8000)])
      for (const tags of ['quoted', 'bare'] as const) outcomes(text, 'v1', tags);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
