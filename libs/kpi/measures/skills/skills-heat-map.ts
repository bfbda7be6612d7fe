import { cohortPeriod, adjusted, type Member } from '../../cohort/member.ts';
import { evidenceOf, occurredBy } from '../../evidence/evidence.ts';
import { mean } from '../../estimates/mean.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { isUrgent, matrixOf, type SkillRating, type SkillsMatrix } from '../../skills-matrix/rating.ts';
import type { MeasureDefinition, MeasureFigure, MeasureRow } from '../measure.ts';
import { meanValue } from '../values/mean-value.ts';

export const skillsHeatMapDefinition: MeasureDefinition = {
  id: 'skills-heat-map',
  title: 'Skills heat map',
  definition:
    'The skills matrix as it stands: ' +
    'for each role (row) and skill (column) the mean competence from 1 to 5 of the role’s learners, by the latest rating of each; ' +
    'where no learner was rated, the rating of the role as a whole. ' +
    'Beside it stand the criticality (1 to 5, as rated of the role, else the mean of its learners’ ratings) and the gap between the two. ' +
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
};

/**
 * The skills matrix: a row for each role, a column for each skill. A cell is of the role's learners who were rated; where
 * none was, it is the rating of the role as a whole.
 */
export function skillsHeatMapFigure(facts: readonly SkillRating[], frame: Frame): MeasureFigure {
  const ratings = occurredBy(facts, frame.clocks.asOf);
  const matrix = matrixOf(ratings);
  const cohort = adjusted(frame.members);
  const rows = frame.program.roles.flatMap(({ id, title }) => {
    const members = cohort.filter(({ role }) => role === id);
    return matrix.skills.flatMap((skill) => cellOf({ key: id, title }, skill, members, matrix) ?? []);
  });
  const minimum = frame.program.privacy.minimumGroup.scores;
  const shown = rows.filter(({ people = 0 }) => people === 0 || people >= minimum);
  const urgent = shown.filter(({ details }) => details['urgent'] === true);
  const learners = new Set(cohort.map(({ learner }) => learner));
  const strangers = matrix.ratings.filter(({ learner }) => learner !== '' && !learners.has(learner));
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
    period: cohortPeriod(frame.members, frame.clocks.asOf),
    excluded: {},
    unmatched: strangers.length,
    rows,
    notes: [],
    feed: ratings,
  };
}

function cellOf(
  role: { readonly key: string; readonly title: string },
  skill: string,
  members: readonly Member[],
  matrix: SkillsMatrix,
): MeasureRow | null {
  const own = members.flatMap(({ learner }) => matrix.ofLearner(learner, skill) ?? []);
  const whole = matrix.ofRole(role.key, skill);
  const counted = own.length > 0 ? own : whole === null ? [] : [whole];
  if (counted.length === 0) return null;
  // what the role needs is told of the role; where nobody did, its learners' ratings stand for it
  const criticality = whole?.criticality ?? mean(counted.map((rating) => rating.criticality));
  const competence = meanValue(
    counted.map((rating) => rating.competence),
    counted.map((rating) => evidenceOf('numerator', rating.learner || rating.role, rating, skill)),
    '',
  );
  const { value } = competence;
  return {
    ...role,
    ...competence,
    column: { key: skill, title: skill },
    unit: 'mark',
    people: own.length,
    details: {
      criticality,
      gap: value === null || criticality === null ? null : criticality - value,
      urgent: value !== null && criticality !== null && isUrgent({ competence: value, criticality }),
      of: own.length > 0 ? 'learners' : 'role',
      evidenceSources: tally(counted.map(({ evidenceSource }) => evidenceSource || 'not told')),
    },
  };
}
