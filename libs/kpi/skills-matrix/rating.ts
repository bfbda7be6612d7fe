import type { Member } from '../cohort/member.ts';
import { byOccurrence, type FactOrigin } from '../evidence/evidence.ts';

/** A cell of the skills matrix as someone rated it: of a role as a whole, or of one learner. '' where it says nothing. */
export interface SkillRating extends FactOrigin {
  readonly role: string;
  readonly learner: string;
  readonly skill: string;
  /** 1 to 5 */
  readonly competence: number;
  /** 1 to 5; null: not rated here */
  readonly criticality: number | null;
  /** what the rating rests on, of the closed list */
  readonly evidenceSource: string;
}

/** The rating of each learner or role on each skill that stands: the latest. */
export interface SkillsMatrix {
  readonly skills: readonly string[];
  ofLearner(learner: string, skill: string): SkillRating | null;
  ofRole(role: string, skill: string): SkillRating | null;
  readonly ratings: readonly SkillRating[];
}

export function matrixOf(ratings: readonly SkillRating[]): SkillsMatrix {
  const ordered = ratings.toSorted(byOccurrence);
  const standing = new Map<string, SkillRating>();
  for (const rating of ordered) {
    // who rates competence anew need not say again how critical the skill is
    const criticality = rating.criticality ?? standing.get(keyOf(rating))?.criticality ?? null;
    standing.set(keyOf(rating), { ...rating, criticality });
  }
  const find = (role: string, learner: string, skill: string) =>
    standing.get(JSON.stringify([learner === '' ? role : '', learner, skill])) ?? null;
  return {
    skills: [...new Set(ordered.map(({ skill }) => skill))].sort(),
    ofLearner: (learner, skill) => find('', learner, skill),
    ofRole: (role, skill) => find(role, '', skill),
    ratings: [...standing.values()],
  };
}

/** A learner's own rating goes before that of the role, which also tells the criticality where the learner's does not. */
export function ratingOf(matrix: SkillsMatrix, { learner, role }: Member, skill: string): SkillRating | null {
  const own = matrix.ofLearner(learner, skill);
  const ofRole = role === null ? null : matrix.ofRole(role, skill);
  if (own === null) return ofRole;
  return { ...own, criticality: own.criticality ?? ofRole?.criticality ?? null };
}

/** From this criticality on, and up to this competence, a cell is a reason to be in the first cohort. */
export const HIGH_CRITICALITY = 4;
export const LOW_COMPETENCE = 2;

/** A cell whose criticality nobody rated is not urgent. */
export function isUrgent(cell: { competence: number; criticality: number | null }): boolean {
  return (
    cell.criticality !== null && cell.criticality >= HIGH_CRITICALITY && cell.competence <= LOW_COMPETENCE
  );
}

/** A rating of a learner is of the learner, whatever role it names beside. */
function keyOf({ role, learner, skill }: SkillRating): string {
  return JSON.stringify([learner === '' ? role : '', learner, skill]);
}
