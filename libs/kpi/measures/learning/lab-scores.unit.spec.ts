import { describe, expect, it } from '@jest/globals';
import { frameOf } from '../../testing/frame.ts';
import { memberOf, origin } from '../../testing/history.ts';
import type { LabScore } from './lab-score.ts';
import { labScoresFigure } from './lab-scores.ts';

function marked(learner: string, lab: string, at: string, ...marks: readonly number[]): LabScore {
  return {
    ...origin(at),
    learner,
    lab,
    rubricVersion: '1',
    criteria: Object.fromEntries(marks.map((mark, index) => [`criterion-${index}`, mark])),
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
  // the second attempt stands: 4
  marked('a', 'drift', '2026-07-10', 1, 1),
  marked('a', 'drift', '2026-07-12', 3, 5),
  marked('a', 'triage', '2026-07-12', 5),
  marked('b', 'drift', '2026-07-12', 2, 4),
  marked('b', 'drift', '2026-09-12', 5, 5),
  marked('c', 'drift', '2026-07-12', 1),
];

describe('labScoresFigure', () => {
  it('is the mean of the latest mark of each learner on each lab', () => {
    const figure = labScoresFigure(facts, frameOf(members, '2026-08-01'), null);
    expect(figure).toMatchObject({ value: 4, n: 3, people: 2, unmatched: 1, excluded: { 'long-leave': 1 } });
    expect(figure.rows.map(({ key, value, n, details }) => [key, value, n, details['withArtefact']])).toEqual(
      [
        ['drift', 3.5, 2, 1],
        ['triage', 5, 1, 1],
      ],
    );
  });

  it('has a row for each role and a column for each lab', () => {
    const { rows } = labScoresFigure(facts, frameOf(members, '2026-08-01'), 'role');
    expect(rows.map(({ key, column, value }) => [key, column?.key, value])).toEqual([
      ['model-operator', 'drift', 4],
      ['model-operator', 'triage', 5],
      ['change-champion', 'drift', 3],
      ['change-champion', 'triage', null],
    ]);
  });
});
