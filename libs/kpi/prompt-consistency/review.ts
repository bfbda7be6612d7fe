import { byOccurrence, type FactOrigin } from '../evidence/evidence.ts';

export const criteria = ['clarity', 'grounding', 'safety', 'completeness', 'formatCompliance'] as const;
export type Criterion = (typeof criteria)[number];

/** One reviewer's scores (1 to 5) of one run of one test item on one prompt version. */
export interface Review extends FactOrigin {
  readonly prompt: string;
  readonly version: string;
  readonly item: string;
  readonly run: string;
  readonly reviewer: string;
  readonly rubricVersion: string;
  readonly scores: Readonly<Record<Criterion, number>>;
  readonly calibration: boolean;
  readonly team: string;
}

/** One run with the reviews that count for it: the first of each reviewer. */
export interface Run {
  readonly prompt: string;
  /** version and item: only runs of one cell are repeats of each other */
  readonly cell: string;
  readonly reviews: readonly Review[];
  /** per criterion, mean over the reviewers */
  readonly levels: Readonly<Record<Criterion, number>>;
  /** mean over the reviewers of the mean criterion */
  readonly score: number;
}

/** Runs from reviews, and the reviews left out because their reviewer had scored that run before. */
export function runsOf(reviews: readonly Review[]): { runs: Run[]; repeated: Review[] } {
  const repeated: Review[] = [];
  const runs: Run[] = [];
  const groups = Map.groupBy(reviews.toSorted(byOccurrence), runKey);
  for (const group of groups.values()) {
    const counted = new Map<string, Review>();
    for (const review of group) {
      if (counted.has(review.reviewer)) repeated.push(review);
      else counted.set(review.reviewer, review);
    }
    const [first] = group;
    if (first !== undefined) runs.push(runOf(first, [...counted.values()]));
  }
  return { runs, repeated };
}

function runOf(first: Review, reviews: readonly Review[]): Run {
  const level = (criterion: Criterion) => mean(reviews.map((review) => review.scores[criterion]));
  return {
    prompt: first.prompt,
    cell: JSON.stringify([first.prompt, first.version, first.item]),
    reviews,
    levels: {
      clarity: level('clarity'),
      grounding: level('grounding'),
      safety: level('safety'),
      completeness: level('completeness'),
      formatCompliance: level('formatCompliance'),
    },
    score: mean(reviews.map(meanCriterion)),
  };
}

export function meanCriterion(review: Review): number {
  return mean(criteria.map((criterion) => review.scores[criterion]));
}

/** Identifies the run that a review is of. */
export function runKey(review: Review): string {
  return JSON.stringify([review.prompt, review.version, review.item, review.run]);
}

/** The mean of at least one number. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
