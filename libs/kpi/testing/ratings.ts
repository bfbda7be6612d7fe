import type { SkillRating } from '../skills-matrix/rating.ts';
import { origin } from './history.ts';

/** A cell of the skills matrix, rated on a day; of a learner when one is named, else of a role. */
export function ratingOn(
  at: string,
  of: { readonly learner: string } | { readonly role: string },
  skill: string,
  competence: number,
  criticality: number | null,
): SkillRating {
  return {
    ...origin(at),
    role: '',
    learner: '',
    ...of,
    skill,
    competence,
    criticality,
    evidenceSource: 'manager',
  };
}
