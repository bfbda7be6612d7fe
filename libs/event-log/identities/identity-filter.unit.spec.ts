import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IdentityFilter } from './identity-filter.ts';

const identity = (n: number | string) => `acme\u0000urn:x\u0000${n}`;

describe('the filter of identities', () => {
  it('never calls an identity new that it was given', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 200 }), (ids) => {
        const filter = new IdentityFilter(0);
        for (const id of ids) filter.add(identity(id));
        return ids.every((id) => filter.add(identity(id)));
      }),
    );
  });

  it('calls hardly any new identity known, within its first size and after it grew', () => {
    const filter = new IdentityFilter(0);
    const small = filter.bytes;
    let mistaken = 0;
    const total = 1_300_000;
    for (let n = 0; n < total; n += 1) if (filter.add(identity(n))) mistaken += 1;
    expect(filter.bytes).toBeGreaterThan(small);
    expect(mistaken / total).toBeLessThan(1e-4);
    for (let n = 0; n < total; n += 997) expect(filter.add(identity(n))).toBe(true);
  });

  it('takes three bytes for an identity, and room for as many again as it begins with', () => {
    expect(new IdentityFilter(5_000_000).bytes).toBe(30_000_000);
  });
});
