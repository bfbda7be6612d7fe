import { describe, expect, it } from '@jest/globals';
import { exampleProgram, frameOf } from '../../testing/frame.ts';
import { memberOf } from '../../testing/history.ts';
import { ratingOn } from '../../testing/ratings.ts';
import { firstCohortFigure } from './first-cohort.ts';
import { skillsHeatMapFigure } from './skills-heat-map.ts';

const program = exampleProgram((yaml) =>
  yaml.replace(
    '  - { id: summer-2026, title: Summer 2026, start: 2026-07-01 }',
    '  - { id: autumn, title: Autumn, start: 2026-09-01 }\n  - { id: summer, title: Summer, start: 2026-07-01 }',
  ),
);
const champion = (learner: string, cohort = 'summer') =>
  memberOf(learner, '2026-07-01', { role: 'change-champion', cohort });
const ten = Array.from({ length: 10 }, (_, index) => champion(`learner-${index}`));
const frame = frameOf([...ten, champion('later', 'autumn')], '2026-08-01', program);

describe('skillsHeatMapFigure', () => {
  it('has a cell for each role and skill: of learners who were rated, else of the role', () => {
    const figure = skillsHeatMapFigure(
      [
        ratingOn('2026-06-20', { role: 'change-champion' }, 'safety', 4, 5),
        ratingOn('2026-06-20', { role: 'model-operator' }, 'safety', 2, 4),
        // ten champions: 1 rated 3, nine rated 1; an earlier rating of one of them no longer stands
        ...ten.map(({ learner }, index) =>
          ratingOn('2026-06-21', { learner }, 'safety', index === 0 ? 3 : 1, 3),
        ),
        ratingOn('2026-06-19', { learner: 'learner-1' }, 'safety', 5, 3),
        ratingOn('2026-06-21', { learner: 'stranger' }, 'safety', 1, 5),
        ratingOn('2026-09-01', { role: 'change-champion' }, 'drift', 1, 1),
      ],
      frame,
    );
    expect(
      figure.rows.map(({ key, column, value, n, people }) => [key, column?.key, value, n, people]),
    ).toEqual([
      ['change-champion', 'safety', 1.2, 10, 10],
      ['model-operator', 'safety', 2, 1, 0],
    ]);
    expect(figure.rows[0]?.details).toMatchObject({
      criticality: 5,
      gap: expect.closeTo(3.8, 12),
      urgent: true,
      of: 'learners',
      evidenceSources: { manager: 10 },
    });
    // both cells are of high criticality and low competence
    expect(figure).toMatchObject({ value: 2, n: 2, unmatched: 1 });
  });

  it('tells what changed since the first day, of those who were rated then and now', () => {
    const figure = skillsHeatMapFigure(
      [
        ...ten.map(({ learner }) => ratingOn('2026-06-20', { learner }, 'safety', 2, null)),
        // nine of them went up by one, the tenth was not rated again
        ...ten.slice(1).map(({ learner }) => ratingOn('2026-07-20', { learner }, 'safety', 3, null)),
        ratingOn('2026-06-20', { role: 'change-champion' }, 'safety', 4, 5),
        // nine were rated at the start: too few
        ...ten.slice(1).map(({ learner }) => ratingOn('2026-06-20', { learner }, 'drift', 1, 4)),
        ...ten.map(({ learner }) => ratingOn('2026-07-20', { learner }, 'drift', 4, null)),
        ratingOn('2026-06-20', { role: 'model-operator' }, 'safety', 2, 4),
        ratingOn('2026-07-20', { role: 'model-operator' }, 'safety', 4, null),
      ],
      frame,
    );
    expect(figure.rows.map(({ key, column, value, details }) => [key, column?.key, value, details])).toEqual([
      [
        'change-champion',
        'safety',
        2.9,
        expect.objectContaining({
          gap: expect.closeTo(2.1, 12),
          atStart: 2,
          change: expect.closeTo(0.9, 12),
        }),
      ],
      // a later rating that says nothing of criticality leaves it as it was
      [
        'model-operator',
        'safety',
        4,
        expect.objectContaining({ criticality: 4, gap: 0, atStart: 2, change: 2 }),
      ],
      ['change-champion', 'drift', 4, expect.objectContaining({ gap: 0, atStart: null, change: null })],
    ]);
  });

  it('does not count a cell of too few people', () => {
    const figure = skillsHeatMapFigure(
      [ratingOn('2026-06-21', { learner: 'learner-0' }, 'safety', 1, 5)],
      frame,
    );
    expect(figure).toMatchObject({ value: null, n: 0, rows: [{ people: 1, details: { gap: null } }] });
  });
});

describe('firstCohortFigure', () => {
  it('asks of the learners whom the matrix picked by its start whether they are in the first cohort', () => {
    const ratings = [
      ratingOn('2026-06-20', { learner: 'learner-0' }, 'safety', 2, 4),
      ratingOn('2026-06-20', { learner: 'learner-0' }, 'drift', 1, 5),
      ratingOn('2026-06-20', { learner: 'later' }, 'safety', 2, 5),
      // neither of these picks: competent, or not critical, or rated after the start
      ratingOn('2026-06-20', { learner: 'learner-1' }, 'safety', 3, 5),
      ratingOn('2026-06-20', { learner: 'learner-2' }, 'safety', 1, 3),
      ratingOn('2026-07-02', { learner: 'learner-3' }, 'safety', 1, 5),
    ];
    const figure = firstCohortFigure(ratings, frame, null);
    expect(figure).toMatchObject({
      value: 1 / 2,
      numerator: 1,
      denominator: 2,
      details: { cohort: 'summer', learners: 10, picked: 1 },
    });
    expect(figure.rows.map(({ key, numerator, denominator }) => [key, numerator, denominator])).toEqual([
      ['drift', 1, 1],
      ['safety', 1, 2],
    ]);
    const byCohort = firstCohortFigure(ratings, frame, 'cohort').rows;
    expect(byCohort.map(({ key, numerator, denominator }) => [key, numerator, denominator])).toEqual([
      ['autumn', 0, 1],
      ['summer', 1, 1],
    ]);
  });

  it('takes the rating of the role where the learner has none', () => {
    const ratings = [
      ratingOn('2026-06-20', { role: 'change-champion' }, 'safety', 1, 5),
      ratingOn('2026-06-20', { learner: 'learner-0' }, 'safety', 5, 5),
    ];
    expect(firstCohortFigure(ratings, frame, null)).toMatchObject({ numerator: 9, denominator: 10 });
  });

  it('says why there is no share', () => {
    expect(firstCohortFigure([], frame, null)).toMatchObject({
      value: null,
      reason: 'No skill was rated by the day the first cohort started.',
    });
  });
});
