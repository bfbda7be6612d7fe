import { describe, expect, it } from '@jest/globals';
import type { UseCaseRow } from '../../governance-coverage/use-cases.query.ts';
import type { ReviewFact } from '../../prompt-consistency/reviews.query.ts';
import type { PromptRegistration } from '../../prompt-library/registrations.query.ts';
import { frameOf } from '../../testing/frame.ts';
import { origin } from '../../testing/history.ts';
import { documentedOwnersFigure, type OwnedFacts } from './documented-owners.ts';

const program = 'ai-reskilling-2026';

function registered(prompt: string, more: Partial<PromptRegistration> = {}): PromptRegistration {
  return {
    ...origin('2026-07-01'),
    program,
    prompt,
    version: '1',
    owner: 'Ines',
    useCase: '',
    team: 'claims',
    ...more,
  };
}

function reviewed(prompt: string): ReviewFact {
  const score = 4;
  return {
    ...origin('2026-07-05'),
    program,
    prompt,
    version: '1',
    item: 'item',
    run: '1',
    reviewer: 'ada',
    rubricVersion: '2',
    scores: { clarity: score, grounding: score, safety: score, completeness: score, formatCompliance: score },
    calibration: false,
    team: 'payments',
  };
}

function useCase(id: string, kind: string, owner: string): UseCaseRow {
  const words = { version: '1', tier: 'high', team: '', title: '' };
  return { ...origin('2026-07-02'), ...words, program, useCase: id, kind, owner };
}

const facts: OwnedFacts = {
  prompts: [registered('a'), registered('b', { program: '', team: 'elsewhere' })],
  reviews: [reviewed('a'), reviewed('c')],
  useCases: [
    useCase('triage', 'registered', 'Olu'),
    useCase('routing', 'first-used', ''),
    useCase('old', 'registered', 'Olu'),
    useCase('old', 'retired', ''),
  ],
};

describe('documentedOwnersFigure', () => {
  it('knows prompts by registration and review, and use cases until they are retired', () => {
    const figure = documentedOwnersFigure(facts, frameOf([], '2026-09-01'), null);
    // prompts a (owned) and c (reviewed, never registered): b is of another team, out of scope; cases triage and routing
    expect(figure).toMatchObject({ value: 2 / 4, numerator: 2, denominator: 4 });
    expect(figure.rows.map(({ key, numerator, denominator }) => [key, numerator, denominator])).toEqual([
      ['prompts', 1, 2],
      ['use-cases', 1, 2],
    ]);
    const without = figure.evidence.filter(({ reason }) => reason === 'no owner');
    expect(without.map(({ subject }) => subject)).toEqual(['c', 'routing']);
  });

  it('has a row for each team', () => {
    const { rows } = documentedOwnersFigure(facts, frameOf([], '2026-09-01'), 'team');
    expect(rows.map(({ key, numerator, denominator }) => [key, numerator, denominator])).toEqual([
      ['claims', 1, 1],
      ['payments', 0, 1],
      ['unknown', 1, 2],
    ]);
  });
});
