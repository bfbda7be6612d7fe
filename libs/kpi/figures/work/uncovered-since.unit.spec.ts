import { describe, expect, it } from '@jest/globals';
import { registerOf, type GovernanceFact, type UseCaseFact } from '../../governance-coverage/use-case.ts';
import { moment, origin } from '../../testing/history.ts';
import { uncoveredSince } from './uncovered-since.ts';

const asOf = moment('2026-10-31');

function entry(kind: string, at: string, version = ''): UseCaseFact {
  return { ...origin(at), useCase: 'uc', kind, version, tier: 'high', owner: 'Olu', team: '', title: '' };
}

function decided(decision: string, at: string, version = '1'): GovernanceFact {
  const nothing = {
    reviewer: '',
    validUntil: null,
    due: null,
    exception: '',
    approver: '',
    expires: null,
    reason: '',
  };
  return { ...origin(at), useCase: 'uc', kind: 'review-decided', version, decision, ...nothing };
}

function since(history: readonly UseCaseFact[], decisions: readonly GovernanceFact[]): string {
  const [useCase] = registerOf(history, decisions);
  if (useCase === undefined) throw new Error('No case.');
  return uncoveredSince(useCase, history, 'P365D', asOf).slice(0, 10);
}

const used = [entry('registered', '2025-08-01', '1'), entry('first-used', '2025-09-15')];

describe('uncoveredSince', () => {
  it('is the first use of a case that was never approved', () => {
    expect(since(used, [])).toBe('2025-09-15');
    expect(since(used, [decided('changes-requested', '2025-09-01')])).toBe('2025-09-15');
  });

  it('is the day an approval ran out, not the first use', () => {
    expect(since(used, [decided('approved', '2025-09-10')])).toBe('2026-09-10');
  });

  it('is the day a later decision ended an approval', () => {
    const decisions = [decided('approved', '2026-01-10'), decided('rejected', '2026-05-01')];
    expect(since(used, decisions)).toBe('2026-05-01');
  });

  it('is the day a new version came that nobody has approved', () => {
    const changed = [...used, entry('changed', '2026-06-01', '2'), entry('changed', '2026-07-01', '2')];
    expect(since(changed, [decided('approved', '2026-01-10')])).toBe('2026-06-01');
  });
});
