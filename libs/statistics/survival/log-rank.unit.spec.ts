import { describe, expect, it } from '@jest/globals';
import chisquareCdf from '@stdlib/stats-base-dists-chisquare-cdf';
import { given } from '#test/support/answers';
import { logRank } from './log-rank.ts';

describe('p of the log-rank test', () => {
  it('keeps a p too small for one minus the distribution function', () => {
    const fast = Array.from({ length: 60 }, (_, i) => ({ time: 1 + i / 100, event: true }));
    const slow = Array.from({ length: 60 }, (_, i) => ({ time: 50 + i / 100, event: true }));
    const { chiSquare, p } = given(logRank(fast, slow));
    expect(chiSquare).toBeGreaterThan(100);
    // scipy 1.17: chi2.sf(100, 1) = 1.52e-23.
    expect(p).toBeLessThan(1.6e-23);
    expect(p).toBeGreaterThan(0);
    const near = given(logRank(fast.slice(0, 5), [...fast.slice(2, 6), ...slow.slice(0, 3)]));
    expect(near.p).toBeCloseTo(1 - chisquareCdf(near.chiSquare, 1), 14);
  });
});
