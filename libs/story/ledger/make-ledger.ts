import type { Random } from '../random.ts';
import { makeCompletions } from './completions.ts';
import { makeIncidents } from './incidents.ts';
import { makeLearners } from './learners.ts';
import type { Ledger } from './ledger.ts';
import { makePrompts, makeReviews } from './reviews.ts';
import { makeScores } from './scores.ts';
import { makeUseCases } from './use-cases.ts';

/** The final states of a story of `size` learners, before anything is told of them. */
export function makeLedger(random: Random, size: number): Ledger {
  const learners = makeLearners(random, size);
  return {
    learners,
    completions: learners.flatMap((learner) => makeCompletions(random, learner)),
    scores: learners.flatMap((learner) => makeScores(random, learner)),
    prompts: makePrompts(),
    reviews: makeReviews(random),
    incidents: makeIncidents(random),
    useCases: makeUseCases(random),
    strangers: [],
  };
}
