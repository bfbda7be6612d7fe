import { describe, expect, it } from '@jest/globals';
import { mailboxSha1 } from '#events';
import { instantFromMillis, parseInstant, type Instant } from '#platform';
import * as fc from 'fast-check';
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

  it('tells at any asOf what the identities told by then tell, and from when to when', () => {
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 12 }),
        fc.array(asked, { maxLength: 8 }),
        (words, questions) => {
          const facts = words.map(({ key, learner, action, at, recorded }) => ({
            identity: KEYS[key] ?? '',
            learner,
            action,
            occurredAt: tick(at),
            recordedAt: tick(recorded),
          }));
          const register = identityRegister(facts);
          for (const { actor, moment, later } of questions) {
            const [who, at, asOf] = [KEYS[actor] ?? '', tick(moment), tick(moment + later)];
            const then = identityRegister(facts.filter(({ occurredAt }) => occurredAt <= asOf));
            const learner = then.learnerOf(who, at);
            expect(register.learnerOf(who, at, asOf)).toBe(learner);
            const spans = register.identifications(who, at);
            const [span, ...others] = spans.filter(
              ({ from, until }) => from <= asOf && (until === null || asOf < until),
            );
            expect(span?.learner).toBe(learner);
            expect(others).toEqual([]);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

/** A mailbox and its hash stand for each other. */
const KEYS = [ADA, `mbox_sha1sum:${mailboxSha1('mailto:ada@example.org')}`, 'hr:7'];
const word = fc.record({
  key: fc.nat({ max: 2 }),
  learner: fc.constantFrom('E-1', 'E-2', 'E-3'),
  action: fc.constantFrom<IdentityFact['action']>('added', 'added', 'ended'),
  at: fc.nat({ max: 9 }),
  recorded: fc.nat({ max: 20 }),
});
const asked = fc.record({
  actor: fc.nat({ max: 2 }),
  moment: fc.nat({ max: 10 }),
  later: fc.nat({ max: 8 }),
});
const tick = (second: number) => instantFromMillis(Date.UTC(2026, 6, 1) + second * 1000);

function said(identity: string, learner: string, action: IdentityFact['action'], date: string): IdentityFact {
  return { identity, learner, action, occurredAt: day(date), recordedAt: day(date) };
}

function day(date: string): Instant {
  const instant = parseInstant(`${date}T00:00:00Z`);
  if (instant === null) throw new Error(`No day: ${date}`);
  return instant;
}
