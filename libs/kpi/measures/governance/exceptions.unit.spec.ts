import { describe, expect, it } from '@jest/globals';
import type { GovernanceRow } from '../../governance-coverage/governance.query.ts';
import type { UseCaseRow } from '../../governance-coverage/use-cases.query.ts';
import { frameOf } from '../../testing/frame.ts';
import { moment, origin } from '../../testing/history.ts';
import { askedAt } from '../../testing/asked.ts';
import { assembleMeasure } from '../assemble-measure.ts';
import { measureWithoutNames } from '../without-names.ts';
import { exceptions, exceptionsFigure } from './exceptions.ts';

const program = 'ai-reskilling-2026';
const useCases: UseCaseRow[] = [
  {
    ...origin('2026-07-01'),
    program,
    useCase: 'triage',
    kind: 'registered',
    version: '1',
    tier: 'high',
    owner: 'Olu',
    team: '',
    title: 'Triage of claims',
  },
];

function told(kind: string, exception: string, at: string, expires: string | null): GovernanceRow {
  const nothing = { version: '', decision: '', reviewer: '', validUntil: null, due: null };
  return {
    ...origin(at),
    ...nothing,
    program,
    useCase: 'triage',
    kind,
    exception,
    approver: 'Henrik Sand',
    reason: 'the board meets in August',
    expires: expires === null ? null : moment(expires),
  };
}

const governance = [
  told('exception-granted', 'EX-1', '2026-07-01', '2026-08-01'),
  told('exception-granted', 'EX-2', '2026-07-11', '2026-08-20'),
  // granted again with a later expiry: the same exception, as old as before
  told('exception-granted', 'EX-2', '2026-08-01', '2026-09-20'),
  told('exception-granted', 'EX-3', '2026-07-05', '2026-09-20'),
  told('exception-closed', 'EX-3', '2026-07-20', null),
  // closed and granted anew: it begins anew
  told('exception-granted', 'EX-4', '2026-07-01', '2026-07-31'),
  told('exception-closed', 'EX-4', '2026-07-15', null),
  told('exception-granted', 'EX-4', '2026-08-05', '2026-08-25'),
];

describe('exceptionsFigure', () => {
  const frame = frameOf([], '2026-08-10');
  const figure = exceptionsFigure(useCases, governance, frame);

  it('lists those that are open, the oldest first, with their age and what is left', () => {
    expect(figure).toMatchObject({
      value: 3,
      details: { expired: 1, medianAgeDays: 30, oldestDays: 40 },
    });
    expect(
      figure.rows.map(({ key, value, details }) => [key, value, details['daysLeft'], details['expired']]),
    ).toEqual([
      ['EX-1', 40, -9, true],
      ['EX-2', 30, 41, false],
      ['EX-4', 5, 15, false],
    ]);
    expect(figure.rows[0]).toMatchObject({ title: 'Triage of claims', unit: 'days' });
  });

  it('names who granted it to keys with the scope people alone', async () => {
    const json = assembleMeasure(exceptions, await askedAt(exceptions, figure, frame), frame, null);
    expect(JSON.stringify(json)).toContain('Henrik Sand');
    const shown = measureWithoutNames(exceptions, json);
    expect(JSON.stringify(shown)).not.toContain('Henrik Sand');
    expect(shown.notes).toEqual(['People are named to keys with the scope people.']);
    expect(shown.rows[0]?.details).toMatchObject({ approver: null, useCase: 'triage' });
  });
});
