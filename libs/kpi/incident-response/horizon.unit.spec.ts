import { describe, expect, it } from '@jest/globals';
import { longestHorizon } from './horizon.ts';

const mitigated = (...times: number[]) => times.map((time) => ({ time, event: true }));
const open = (time: number) => ({ time, event: false });

describe('longestHorizon', () => {
  it('goes to the last time of all when every curve comes down to zero', () => {
    expect(longestHorizon([{ a: mitigated(10, 20), b: mitigated(100, 150) }])).toBe(150);
  });

  it('stops where a curve that ends with an open incident is no longer determined', () => {
    expect(longestHorizon([{ a: [...mitigated(10, 20), open(60)], b: mitigated(100, 150) }])).toBe(60);
    // open at the very time of the last mitigation: the curve stays above zero
    expect(longestHorizon([{ a: [...mitigated(10, 20), open(20)], b: mitigated(100, 150) }])).toBe(20);
  });

  it('is not cut short by a stratum that cannot be compared anyway', () => {
    const rare = { a: [open(1)], b: mitigated(5) };
    expect(longestHorizon([{ a: mitigated(10, 20), b: mitigated(100, 150) }, rare])).toBe(150);
    expect(longestHorizon([rare])).toBeNull();
  });
});
