import { describe, expect, it } from '@jest/globals';
import { readPreconditions } from '#platform/http';
import { expectPreconditions } from './preconditions.ts';

const outcome = (ifMatch: string | undefined, ifNoneMatch: string | undefined, current: string | null) => {
  try {
    expectPreconditions(readPreconditions({ ifMatch, ifNoneMatch }), current, 'p');
    return 'met';
  } catch (error) {
    return Reflect.get(Object(error), 'status');
  }
};

describe('the conditions of a write', () => {
  it.each([
    ['nothing', undefined, undefined, 'met', 'met'],
    ['any version', '*', undefined, 'met', 412],
    ['this version', '"v1"', undefined, 'met', 412],
    ['another version', '"v2"', undefined, 412, 412],
    ['this one among others', ' "a,b" ,, "v1" ', undefined, 'met', 412],
    ['a weak tag, which no write matches', 'W/"v1"', undefined, 412, 412],
    ['none', undefined, '*', 412, 'met'],
    ['none, with spaces', undefined, ' * ', 412, 'met'],
    ['not this version', undefined, '"v1"', 412, 'met'],
    ['not this version, weakly', undefined, 'W/"v1"', 412, 'met'],
    ['not another version', undefined, '"v2", "v3"', 'met', 'met'],
    ['this one and not this one', '"v1"', '"v1"', 412, 412],
  ])('%s', (_what, ifMatch, ifNoneMatch, defined, undefinedYet) => {
    expect([outcome(ifMatch, ifNoneMatch, 'v1'), outcome(ifMatch, ifNoneMatch, null)]).toEqual([
      defined,
      undefinedYet,
    ]);
  });
});
