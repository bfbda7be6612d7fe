import { describe, expect, it } from '@jest/globals';
import type { UseCaseRow } from '../../governance-coverage/use-cases.query.ts';
import { frameOf } from '../../testing/frame.ts';
import { origin } from '../../testing/history.ts';
import { controlPlansFigure } from './control-plans.ts';

function entry(useCase: string, kind: string, at: string, more: Partial<UseCaseRow> = {}): UseCaseRow {
  const said = { version: '', tier: '', owner: '', team: '', title: '' };
  return { ...origin(at), ...said, program: 'ai-reskilling-2026', useCase, kind, ...more };
}

function inUse(useCase: string, tier: string, team = 'claims'): UseCaseRow[] {
  return [
    entry(useCase, 'registered', '2026-07-01', { version: '1', tier, team }),
    entry(useCase, 'first-used', '2026-07-02'),
  ];
}

const plan = (useCase: string, version: string, at = '2026-07-03') => ({ ...origin(at), useCase, version });

describe('controlPlansFigure', () => {
  const useCases = [
    ...inUse('planned', 'high'),
    ...inUse('outdated', 'high'),
    entry('outdated', 'changed', '2026-07-20', { version: '2' }),
    ...inUse('general', 'high', 'payments'),
    ...inUse('later', 'high'),
    ...inUse('small', 'limited'),
    ...inUse('gone', 'high'),
    entry('gone', 'retired', '2026-07-30'),
    entry('unused', 'registered', '2026-07-01', { version: '1', tier: 'high' }),
  ];
  const plans = [
    plan('planned', '1'),
    plan('outdated', '1'),
    plan('general', '1'),
    plan('later', '1', '2026-09-02'),
    plan('gone', '1'),
  ];

  it('asks the current version of every high-risk case in use for a plan', () => {
    const figure = controlPlansFigure(useCases, plans, frameOf([], '2026-09-01'), null);
    expect(figure).toMatchObject({ value: 2 / 4, numerator: 2, denominator: 4 });
    expect(figure.rows.map(({ key, numerator, denominator }) => [key, numerator, denominator])).toEqual([
      ['minimal', 0, 0],
      ['limited', 0, 1],
      ['high', 2, 4],
    ]);
    const missing = figure.evidence.flatMap(({ subject, reason }) => (reason ? [[subject, reason]] : []));
    expect(missing).toEqual([
      ['later', 'no control plan for version 1'],
      ['outdated', 'no control plan for version 2'],
    ]);
  });

  it('has a row for each team of the high-risk cases', () => {
    const { rows } = controlPlansFigure(useCases, plans, frameOf([], '2026-09-01'), 'team');
    expect(rows.map(({ key, numerator, denominator }) => [key, numerator, denominator])).toEqual([
      ['claims', 1, 3],
      ['payments', 1, 1],
    ]);
  });
});
