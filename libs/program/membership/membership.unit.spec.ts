import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { instantFromMillis, parseInstant, type Instant } from '#platform';
import type { Program } from '../definition/program.ts';
import { parseProgramFile } from '../file/parse-program-file.ts';
import { memberships, type LearnerFact, type Membership } from './membership.ts';

const program = read(`program: { id: p, title: P, timeZone: Europe/Berlin, start: 2026-07-01 }
owners: { programLead: A, governanceLead: B, curriculumOwner: C, managerSponsor: D }
roles: [{ id: r, title: R }, { id: s, title: S }]
`);

describe('memberships', () => {
  it('begin on the local day of enrolment and end with day 90', () => {
    // 22:30 UTC on 30 June is 00:30 on 1 July in Berlin; 28 September ends there at 22:00 UTC.
    const [member] = memberships(program, [enrolled('2026-06-30T22:30:00Z')]);
    expect(member).toMatchObject({
      day1: '2026-07-01',
      windowStart: '2026-06-30T22:00:00.000000Z',
      windowEnd: '2026-09-28T21:59:59.999999Z',
      withdrawnAt: null,
      exclusion: null,
    });
  });

  it('count whole days across the change of the clocks', () => {
    // Day 90 from 1 October is 29 December, in winter time.
    const [member] = memberships(program, [enrolled('2026-10-01T08:00:00Z')]);
    expect(member?.windowEnd).toBe('2026-12-29T22:59:59.999999Z');
  });

  it('keep the window of the enrolment that occurred first, however late it became known', () => {
    const late = enrolled('2026-07-01T08:00:00Z', {
      recordedAt: at('2026-08-01T00:00:00Z'),
      cohort: 'first',
    });
    const again = enrolled('2026-07-20T08:00:00Z', {
      recordedAt: at('2026-07-20T08:00:00Z'),
      cohort: 'second',
    });
    expect(one([again, late])).toMatchObject({ day1: '2026-07-01', cohort: 'first' });
  });

  it('take the first recorded of two enrolments of one moment', () => {
    const a = enrolled('2026-07-01T08:00:00Z', {
      id: 'a',
      cohort: 'x',
      recordedAt: at('2026-07-03T00:00:00Z'),
    });
    const b = enrolled('2026-07-01T08:00:00Z', {
      id: 'b',
      cohort: 'y',
      recordedAt: at('2026-07-02T00:00:00Z'),
    });
    expect(one([a, b]).cohort).toBe('y');
  });

  it('do not arise from other facts', () => {
    expect(memberships(program, [fact('role-changed', '2026-07-01T08:00:00Z', { role: 'r' })])).toEqual([]);
  });

  it('follow the role through its changes, in the order they occurred', () => {
    const member = one([
      fact('role-changed', '2026-08-01T00:00:00Z', { role: 's', recordedAt: at('2026-07-02T00:00:00Z') }),
      enrolled('2026-07-01T00:00:00Z', { role: 'r' }),
      fact('role-changed', '2026-06-01T00:00:00Z', { role: 'other' }),
    ]);
    expect(member.roleAt(at('2026-06-30T00:00:00Z'))).toBeNull();
    expect(member.roleAt(at('2026-07-01T00:00:00Z'))).toBe('r');
    expect(member.roleAt(at('2026-07-31T23:59:59.999999Z'))).toBe('r');
    expect(member.roleAt(at('2026-08-01T00:00:00Z'))).toBe('s');
  });

  it('have no role until someone says one; a second enrolment may, and may not change it', () => {
    const unknown = one([
      enrolled('2026-07-01T00:00:00Z', { role: '' }),
      enrolled('2026-07-05T00:00:00Z', { role: 'r' }),
      enrolled('2026-07-09T00:00:00Z', { role: 's' }),
    ]);
    expect(unknown.roleAt(at('2026-07-04T00:00:00Z'))).toBeNull();
    expect(unknown.roleAt(at('2026-09-01T00:00:00Z'))).toBe('r');
  });

  it('tell the team at the end of the window', () => {
    const member = one([
      enrolled('2026-07-01T00:00:00Z', { team: 'claims' }),
      fact('role-changed', '2026-08-01T00:00:00Z', { role: 'r', team: 'payments' }),
      fact('role-changed', '2026-12-01T00:00:00Z', { role: 'r', team: 'later' }),
    ]);
    expect(member.team).toBe('payments');
  });

  it('remember a withdrawal by its first word, and forget it on return without a new window', () => {
    const left = [
      enrolled('2026-07-01T00:00:00Z'),
      fact('withdrawn', '2026-07-10T00:00:00Z'),
      fact('withdrawn', '2026-07-12T00:00:00Z'),
    ];
    expect(one(left).withdrawnAt).toBe('2026-07-10T00:00:00.000000Z');
    expect(one([...left, enrolled('2026-08-01T00:00:00Z')])).toMatchObject({
      withdrawnAt: null,
      day1: '2026-07-01',
    });
  });

  it('carry the first exclusion with its approver', () => {
    const member = one([
      enrolled('2026-07-01T00:00:00Z'),
      fact('excluded', '2026-08-02T00:00:00Z', { reason: 'left-company', approver: 'B' }),
      fact('excluded', '2026-08-01T00:00:00Z', { reason: 'long-leave', approver: 'A' }),
    ]);
    expect(member.exclusion).toMatchObject({
      reason: 'long-leave',
      approver: 'A',
      at: '2026-08-01T00:00:00.000000Z',
    });
  });

  it('do not depend on the order in which facts are read', () => {
    const kinds = fc.constantFrom<LearnerFact['kind']>('enrolled', 'withdrawn', 'excluded', 'role-changed');
    const facts = fc.array(
      fc.record({
        kind: kinds,
        day: fc.nat(9),
        recorded: fc.nat(9),
        learner: fc.constantFrom('a', 'b'),
        role: fc.constantFrom('', 'r', 's'),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(facts, fc.nat(), (drawn, turn) => {
        const made = drawn.map(({ kind, day, recorded, learner, role }, index) =>
          fact(kind, `2026-07-0${day === 0 ? 1 : day}T00:00:00Z`, {
            id: `e${index}`,
            learner,
            role,
            recordedAt: instantFromMillis(Date.UTC(2026, 7, 1 + recorded)),
          }),
        );
        const cut = turn % (made.length + 1);
        const turned = [...made.slice(cut), ...made.slice(0, cut)].reverse();
        expect(memberships(program, turned).map(told)).toEqual(memberships(program, made).map(told));
      }),
    );
  });
});

function told(member: Membership) {
  const { learner, cohort, enrolled, team, withdrawnAt, exclusion } = member;
  return { learner, cohort, enrolled, team, withdrawnAt, exclusion, role: member.roleAt(member.windowEnd) };
}

function one(facts: LearnerFact[]): Membership {
  const [member] = memberships(program, facts);
  if (!member) throw new Error('No membership.');
  return member;
}

function enrolled(occurredAt: string, more: Partial<LearnerFact> = {}): LearnerFact {
  return fact('enrolled', occurredAt, more);
}

function fact(kind: LearnerFact['kind'], occurredAt: string, more: Partial<LearnerFact> = {}): LearnerFact {
  const moment = at(occurredAt);
  const silent = { cohort: '', role: '', team: '', reason: '', approver: '' };
  return {
    source: '/hr',
    id: `${kind}-${occurredAt}`,
    learner: 'E-1',
    kind,
    ...silent,
    occurredAt: moment,
    recordedAt: moment,
    ...more,
  };
}

function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(`No instant: ${text}`);
  return instant;
}

function read(text: string): Program {
  const parsed = parseProgramFile(text, 'yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.program;
}
