import { describe, expect, it } from '@jest/globals';
import { mailboxSha1 } from '#events';
import { parseInstant, type Instant } from '#platform';
import { identityRegister, type IdentityFact } from './identity-register.ts';

const ADA = 'mbox:mailto:ada@example.org';

describe('identityRegister', () => {
  it('gives the first learner an identity from the beginning of time', () => {
    const register = identityRegister([said(ADA, 'E-1', 'added', '2026-07-01')]);
    expect(register.learnerOf(ADA, day('2026-01-01'))).toBe('E-1');
    expect(register.learnerOf(ADA, day('2026-09-01'))).toBe('E-1');
    expect(register.learnerOf('hr:7', day('2026-09-01'))).toBeNull();
  });

  it('hands an account over: each has the statements of the own time', () => {
    const register = identityRegister([
      said(ADA, 'E-2', 'added', '2026-08-10'),
      said(ADA, 'E-1', 'ended', '2026-08-01'),
      said(ADA, 'E-1', 'added', '2026-07-01'),
    ]);
    expect(register.learnerOf(ADA, day('2026-07-31'))).toBe('E-1');
    expect(register.learnerOf(ADA, day('2026-08-01'))).toBeNull();
    expect(register.learnerOf(ADA, day('2026-08-09'))).toBeNull();
    expect(register.learnerOf(ADA, day('2026-08-10'))).toBe('E-2');
  });

  it('hands an account over in one moment', () => {
    const register = identityRegister([
      said(ADA, 'E-1', 'added', '2026-07-01'),
      said(ADA, 'E-2', 'added', '2026-08-01'),
      said(ADA, 'E-1', 'ended', '2026-08-01'),
    ]);
    expect(register.learnerOf(ADA, day('2026-08-01'))).toBe('E-2');
  });

  it('knows from an end alone whose it was before', () => {
    const register = identityRegister([said(ADA, 'E-1', 'ended', '2026-08-01')]);
    expect(register.learnerOf(ADA, day('2026-07-01'))).toBe('E-1');
    expect(register.learnerOf(ADA, day('2026-08-01'))).toBeNull();
  });

  it('leaves a held identity with its holder, whatever another says', () => {
    const register = identityRegister([
      said(ADA, 'E-1', 'added', '2026-07-01'),
      said(ADA, 'E-2', 'added', '2026-07-05'),
      said(ADA, 'E-2', 'ended', '2026-07-06'),
    ]);
    expect(register.learnerOf(ADA, day('2026-07-10'))).toBe('E-1');
  });

  it('finds a mailbox whose hash alone is registered', () => {
    const hash = `mbox_sha1sum:${mailboxSha1('mailto:ada@example.org')}`;
    const register = identityRegister([said(hash, 'E-1', 'added', '2026-07-01')]);
    expect(register.learnerOf(ADA, day('2026-07-10'))).toBe('E-1');
  });
});

function said(identity: string, learner: string, action: IdentityFact['action'], date: string): IdentityFact {
  return { identity, learner, action, occurredAt: day(date), recordedAt: day(date) };
}

function day(date: string): Instant {
  const instant = parseInstant(`${date}T00:00:00Z`);
  if (instant === null) throw new Error(`No day: ${date}`);
  return instant;
}
