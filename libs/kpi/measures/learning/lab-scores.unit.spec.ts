import { describe, expect, it } from '@jest/globals';
import { frameOf } from '../../testing/frame.ts';
import { memberOf, origin } from '../../testing/history.ts';
import type { LabScore } from './lab-score.ts';
import { labScoresFigure } from './lab-scores.ts';

/** A lab whose first criterion gives up to 5 points, and the second up to 15. */
function marked(
  learner: string,
  lab: string,
  at: string,
  points: readonly [number, number],
  version = '1',
): LabScore {
  return {
    ...origin(at),
    learner,
    lab,
    rubricVersion: version,
    criteria: [
      { criterion: 'grounding', points: points[0], max: 5 },
      { criterion: 'evaluation', points: points[1], max: 15 },
    ],
    artefact: learner === 'a' ? 'runbook' : '',
  };
}

const members = [
  memberOf('a', '2026-07-01', { role: 'model-operator' }),
  memberOf('b', '2026-07-01', { role: 'change-champion' }),
  memberOf('c', '2026-07-01', {
    role: 'change-champion',
    exclusion: { ...origin('2026-07-02'), reason: 'long-leave' },
  }),
];
const facts = [
  // the second attempt stands: 16 of 20
  marked('a', 'drift', '2026-07-10', [1, 1]),
  marked('a', 'drift', '2026-07-12', [4, 12]),
  marked('b', 'drift', '2026-07-12', [3, 9]),
  marked('b', 'drift', '2026-09-12', [5, 15]),
  marked('c', 'drift', '2026-07-12', [1, 1]),
  marked('stranger', 'drift', '2026-07-12', [1, 1]),
];
const frame = frameOf(members, '2026-08-01');

describe('labScoresFigure', () => {
  it('is the mean percent of the maximum, of each learner the latest marking', () => {
    const figure = labScoresFigure(facts, frame, null);
    expect(figure).toMatchObject({
      // (16/20 + 12/20) / 2
      value: 70,
      n: 2,
      people: 2,
      unmatched: 1,
      excluded: { 'long-leave': 1 },
      details: { labs: 1, rubrics: 1, withArtefact: 1 },
    });
  });

  it('never puts two versions of a rubric together', () => {
    const figure = labScoresFigure([...facts, marked('b', 'drift', '2026-07-20', [5, 5], '2')], frame, null);
    expect(figure).toMatchObject({
      value: null,
      interval: null,
      reason: 'The labs were marked by more than one rubric: each row has its own.',
      details: { labs: 1, rubrics: 2 },
    });
    expect(figure.rows.map(({ key, column, value, n }) => [key, column?.key, value, n])).toEqual([
      ['drift', '1', 70, 2],
      ['drift', '2', 50, 1],
    ]);
  });

  it('has a row for each role and a column for each lab and rubric version', () => {
    const { rows } = labScoresFigure([...facts, marked('a', 'triage', '2026-07-12', [5, 15])], frame, 'role');
    expect(rows.map(({ key, column, value }) => [key, column?.key, value])).toEqual([
      ['model-operator', 'drift 1', 80],
      ['model-operator', 'triage 1', 100],
      ['change-champion', 'drift 1', 60],
      ['change-champion', 'triage 1', null],
    ]);
  });

  it('says that no lab was marked', () => {
    expect(labScoresFigure([], frame, null)).toMatchObject({ value: null, reason: 'No lab was marked.' });
  });
});
