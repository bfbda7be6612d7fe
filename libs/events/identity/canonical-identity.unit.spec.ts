import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  canonicalIdentity,
  identityKeys,
  mailboxSha1,
  normalIdentity,
  parseCanonicalIdentity,
  type Identity,
} from './canonical-identity.ts';
import { identitySchema } from './identity.schema.ts';

const identities: fc.Arbitrary<Identity> = fc.oneof(
  fc.record({
    mbox: fc.tuple(fc.stringMatching(/^[a-zA-Z.]{1,8}$/), fc.domain()).map((p) => `mailto:${p.join('@')}`),
  }),
  fc.record({ mbox_sha1sum: fc.stringMatching(/^[0-9a-fA-F]{40}$/) }),
  fc.record({ openid: fc.webUrl() }),
  fc.record({
    account: fc.record({
      homePage: fc.webUrl(),
      name: fc.string({ unit: fc.constantFrom('a', '|', ':', '%') }),
    }),
  }),
  fc.record({ hr: fc.string() }),
);

describe('canonicalIdentity', () => {
  it('lower-cases the domain of a mailbox and keeps its local part', () => {
    expect(canonicalIdentity({ mbox: 'mailto:Ada.L@Example.ORG' })).toBe('mbox:mailto:Ada.L@example.org');
  });

  it('lower-cases a hash', () => {
    expect(canonicalIdentity({ mbox_sha1sum: 'EBD31E95054C018B10727CCFFD2EF2EC3A016EE9' })).toBe(
      'mbox_sha1sum:ebd31e95054c018b10727ccffd2ef2ec3a016ee9',
    );
  });

  it('tells accounts apart whose parts run into each other', () => {
    const one = canonicalIdentity({ account: { homePage: 'https://lms.example/a', name: 'b|c' } });
    const other = canonicalIdentity({ account: { homePage: 'https://lms.example/a|b', name: 'c' } });
    expect(one).toBe('account:https://lms.example/a|b|c');
    expect(other).toBe('account:https://lms.example/a%7Cb|c');
  });

  it('is read back as the identity it came from', () => {
    fc.assert(
      fc.property(identities, (identity) => {
        expect(parseCanonicalIdentity(canonicalIdentity(identity))).toEqual(normalIdentity(identity));
      }),
    );
  });

  it('gives two identities one string only when they are one', () => {
    fc.assert(
      fc.property(identities, identities, (a, b) => {
        const same = JSON.stringify(normalIdentity(a)) === JSON.stringify(normalIdentity(b));
        expect(canonicalIdentity(a) === canonicalIdentity(b)).toBe(same);
      }),
    );
  });

  it.each(['', 'mbox', 'phone:123', 'account:https://lms.example'])('does not read %j', (text) => {
    expect(parseCanonicalIdentity(text)).toBeNull();
  });
});

describe('identityKeys', () => {
  it('finds a mailbox under its hash', () => {
    // Computed with sha1sum (GNU coreutils).
    expect(mailboxSha1('mailto:xapi@adlnet.gov')).toBe('cd9b00a5611f94eaa7b1661edab976068e364975');
    expect(identityKeys({ mbox: 'mailto:xapi@adlnet.gov' })).toEqual([
      'mbox:mailto:xapi@adlnet.gov',
      'mbox_sha1sum:cd9b00a5611f94eaa7b1661edab976068e364975',
    ]);
  });

  it('counts the hash of both spellings of a domain', () => {
    const keys = identityKeys({ mbox: 'mailto:xapi@ADLnet.gov' });
    expect(keys).toContain('mbox_sha1sum:cd9b00a5611f94eaa7b1661edab976068e364975');
    expect(keys).toHaveLength(3);
  });

  it('knows a hash only as itself', () => {
    const hash = 'cd9b00a5611f94eaa7b1661edab976068e364975';
    expect(identityKeys({ mbox_sha1sum: hash })).toEqual([`mbox_sha1sum:${hash}`]);
  });
});

describe('identitySchema', () => {
  it.each<[string, unknown]>([
    ['two identifiers', { mbox: 'mailto:a@example.org', openid: 'https://a.example' }],
    ['an account without a name', { account: { homePage: 'https://lms.example' } }],
    ['a mailbox without its scheme', { mbox: 'ada@example.org' }],
    ['a short hash', { mbox_sha1sum: 'ebd31e95' }],
    ['nothing', {}],
  ])('refuses %s', (_, value) => {
    expect(identitySchema.safeParse(value).success).toBe(false);
  });

  it('takes each kind', () => {
    for (const value of [
      { mbox: 'mailto:ada@example.org' },
      { mbox_sha1sum: 'cd9b00a5611f94eaa7b1661edab976068e364975' },
      { openid: 'https://openid.example/ada' },
      { account: { homePage: 'https://lms.example', name: '42' } },
      { hr: 'E-1001' },
    ]) {
      expect(identitySchema.parse(value)).toEqual(value);
    }
  });
});
