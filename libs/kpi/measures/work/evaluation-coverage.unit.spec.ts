import { describe, expect, it } from '@jest/globals';
import { frameOf } from '../../testing/frame.ts';
import { origin } from '../../testing/history.ts';
import { evaluationCoverageFigure } from './evaluation-coverage.ts';
import type { Release } from './release.ts';

function release(
  name: string,
  model: string,
  evaluated: boolean,
  at = '2026-07-10',
  team = 'claims',
): Release {
  return { ...origin(at), program: 'ai-reskilling-2026', release: name, model, team, evaluated };
}

const facts = [
  release('r1', 'router', true),
  release('r2', 'router', false),
  release('r1', 'triage', true, '2026-07-12', 'payments'),
  // told again after its evaluation
  release('r2', 'triage', false, '2026-07-13', 'payments'),
  release('r2', 'triage', true, '2026-07-20', 'payments'),
  release('r0', 'triage', false, '2026-06-01', 'payments'),
];

describe('evaluationCoverageFigure', () => {
  it('is the share of releases since the start that evaluation covered', () => {
    const figure = evaluationCoverageFigure(facts, frameOf([], '2026-08-01'), null);
    expect(figure).toMatchObject({ value: 3 / 4, numerator: 3, denominator: 4 });
    expect(figure.rows.map(({ key, value, n }) => [key, value, n])).toEqual([
      ['router', 1 / 2, 2],
      ['triage', 1, 2],
    ]);
  });

  it('has a row for each team, and says why there is no share', () => {
    const { rows } = evaluationCoverageFigure(facts, frameOf([], '2026-08-01'), 'team');
    expect(rows.map(({ key, value }) => [key, value])).toEqual([
      ['claims', 1 / 2],
      ['payments', 1],
    ]);
    expect(evaluationCoverageFigure([], frameOf([], '2026-08-01'), null)).toMatchObject({
      value: null,
      reason: 'No release was recorded since the program started.',
    });
  });
});
