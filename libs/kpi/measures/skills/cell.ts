import type { Member } from '../../cohort/member.ts';
import { mean } from '../../estimates/mean.ts';
import { evidenceOf } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import { isUrgent, type SkillRating, type SkillsMatrix } from '../../skills-matrix/rating.ts';
import type { MeasureRow } from '../measure.ts';
import { meanValue } from '../values/mean-value.ts';

/** The skills matrix as it stands, and as it stood when the program started. */
export interface Matrices {
  readonly now: SkillsMatrix;
  readonly atStart: SkillsMatrix;
}

/**
 * A cell of the heat map; null where nobody rated it. What it says of the start is of other people than what it says of
 * now, so that it has a minimum of its own.
 */
export function cellOf(
  role: { readonly key: string; readonly title: string },
  skill: string,
  members: readonly Member[],
  { now, atStart }: Matrices,
  minimum: number,
): MeasureRow | null {
  const own = ratingsOf(now, members, skill);
  const whole = now.ofRole(role.key, skill);
  const counted = own.length > 0 ? own : whole === null ? [] : [whole];
  if (counted.length === 0) return null;
  // what the role needs is told of the role; where nobody did, its learners' ratings stand for it
  const criticality =
    whole?.criticality ?? mean(inOrder(counted.flatMap((rating) => rating.criticality ?? [])));
  const competence = meanValue(
    counted.map((rating) => rating.competence),
    counted.map((rating) => evidenceOf('numerator', rating.learner || rating.role, rating, skill)),
    '',
  );
  const { value } = competence;
  const known = value !== null && criticality !== null;
  const isShown = own.length === 0 || own.length >= minimum;
  return {
    ...role,
    ...competence,
    column: { key: skill, title: skill },
    unit: 'mark',
    people: own.length,
    details: {
      criticality,
      gap: known && isShown ? criticality - value : null,
      urgent: known && isUrgent({ competence: value, criticality }),
      of: own.length > 0 ? 'learners' : 'role',
      evidenceSources: tally(counted.map(({ evidenceSource }) => evidenceSource)),
      ...sinceStart(
        own.length > 0
          ? { now: own, atStart: ratingsOf(atStart, members, skill), minimum }
          : { now: counted, atStart: listOf(atStart.ofRole(role.key, skill)), minimum: 1 },
      ),
    },
  };
}

/** Competence at the start, and the mean change of those who were rated then and now; null: of nobody, or of too few. */
function sinceStart(ratings: {
  readonly now: readonly SkillRating[];
  readonly atStart: readonly SkillRating[];
  readonly minimum: number;
}) {
  const before = new Map(ratings.atStart.map((rating) => [rating.learner, rating.competence]));
  const changes = ratings.now.flatMap(({ learner, competence }) => {
    const then = before.get(learner);
    return then === undefined ? [] : [competence - then];
  });
  const enough = (values: readonly number[]) =>
    values.length < ratings.minimum ? null : mean(inOrder(values));
  return {
    atStart: enough(ratings.atStart.map(({ competence }) => competence)),
    change: enough(changes),
  };
}

function ratingsOf(matrix: SkillsMatrix, members: readonly Member[], skill: string): SkillRating[] {
  return members.flatMap(({ learner }) => matrix.ofLearner(learner, skill) ?? []);
}

function listOf(rating: SkillRating | null): SkillRating[] {
  return rating === null ? [] : [rating];
}

/** In the order of size, so that a sum does not depend on the order of rows. */
function inOrder(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}
