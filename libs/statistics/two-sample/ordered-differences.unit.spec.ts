import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ascending } from '../numeric/ascending.ts';
import { kthDifference } from './ordered-differences.ts';

const values = fc.array(
  fc.oneof(fc.integer({ min: -20, max: 20 }), fc.double({ min: -1e6, max: 1e6, noNaN: true })),
  {
    minLength: 1,
    maxLength: 120,
  },
);

describe('kthDifference', () => {
  it('is the k-th of all differences in order, with and without ties', () => {
    fc.assert(
      fc.property(values, values, fc.double({ min: 0, max: 1, noNaN: true }), (x, y, share) => {
        const all = ascending(x.flatMap((a) => y.map((b) => a - b)));
        const k = 1 + Math.floor(share * (all.length - 1));
        expect(kthDifference(ascending(x), ascending(y), k)).toBe(all[k - 1]);
      }),
      { numRuns: 1000 },
    );
  });
});
