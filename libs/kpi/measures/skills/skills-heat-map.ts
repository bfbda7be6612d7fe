import { occurredBy } from '#facts';
import { endOfDayIn } from '#program';
import { adjusted, cohortPeriod } from '../../cohort/member.ts';
import { evidenceOf } from '../../evidence/evidence.ts';
import type { Frame } from '../../frame/frame.ts';
import { scanOf } from '../../freshness/feed.ts';
import { matrixOf, type SkillRating } from '../../skills-matrix/rating.ts';
import type { Measure, MeasureFigure, MeasureRow } from '../measure.ts';
import { cellOf } from './cell.ts';

export const skillsHeatMap: Measure = {
  id: 'skills-heat-map',
  title: 'Skills heat map',
  definition:
    'The skills matrix as it stands: ' +
    'for each role (row) and skill (column) the mean competence from 1 to 5 of the role’s learners, by the latest rating of each; ' +
    'where no learner was rated, the rating of the role as a whole. ' +
    'Beside it stand the criticality (1 to 5, as rated of the role, else the mean of its learners’ ratings), the gap between the two, what the ratings rest on, ' +
    'the competence at the end of the program’s first day, and the mean change of those rated then and since. ' +
    'The widest gaps come first. ' +
    'The headline counts the urgent cells: ' +
    'criticality 4 or more and competence 2 or less; ' +
    'cells of too few people are not counted.',
  definitionVersion: '1.0',
  unit: 'count',
  selfReported: false,
  dimensions: [],
  rowsOf: 'role',
  reveals: 'scores',
  scope: 'read',
  names: [],
  async figure(reader, frame) {
    return skillsHeatMapFigure(await reader.skillRatings(), frame);
  },
};

/**
 * The skills matrix: a row for each role, a column for each skill. A cell is of the role's learners who were rated; where
 * none was, it is the rating of the role as a whole.
 */
export function skillsHeatMapFigure(facts: readonly SkillRating[], frame: Frame): MeasureFigure {
  const { program, clocks, members } = frame;
  const minimum = program.privacy.minimumGroup.scores;
  const ratings = occurredBy(facts, clocks.asOf);
  const firstDay = endOfDayIn(program, program.program.start);
  const start = firstDay < clocks.asOf ? firstDay : clocks.asOf;
  const matrix = { now: matrixOf(ratings), atStart: matrixOf(occurredBy(ratings, start)) };
  const cohort = adjusted(members);
  const rows = program.roles
    .flatMap(({ id, title }) => {
      const own = cohort.filter(({ role }) => role === id);
      return matrix.now.skills.flatMap(
        (skill) => cellOf({ key: id, title }, skill, own, matrix, minimum) ?? [],
      );
    })
    .sort((a, b) => gapOf(b) - gapOf(a));
  const shown = rows.filter(({ people = 0 }) => people === 0 || people >= minimum);
  const urgent = shown.filter(({ details }) => details['urgent'] === true);
  const enrolled = new Set(members.map(({ learner }) => learner));
  const strangers = matrix.now.ratings.filter(({ learner }) => learner !== '' && !enrolled.has(learner));
  return {
    value: shown.length === 0 ? null : urgent.length,
    numerator: null,
    denominator: null,
    n: shown.length,
    // a count of cells: none of the people in them is told
    people: 0,
    interval: null,
    reason: shown.length === 0 ? 'No skill of a role was rated, or of too few people to show.' : null,
    details: { cells: rows.length },
    evidence: [
      ...rows.flatMap(({ evidence }) => evidence),
      ...strangers.map((rating) =>
        evidenceOf('unmatched', rating.learner, rating, 'no learner of the cohort'),
      ),
    ],
    period: cohortPeriod(members, clocks.asOf),
    excluded: {},
    unmatched: strangers.length,
    rows,
    notes: [],
    feed: scanOf(ratings),
  };
}

/** Cells whose gap is not told come last: those of too few people too, for their place would tell of them. */
function gapOf({ details }: MeasureRow): number {
  const gap = details['gap'];
  return typeof gap === 'number' ? gap : Number.NEGATIVE_INFINITY;
}
