import { judgesAgreement, krippendorffAlpha } from '#statistics';
import { estimateDetail } from '../estimates/estimate-detail.ts';
import type { Details } from '../kpi.schema.ts';
import { criteria, meanCriterion, runsOf, type Review, type Run } from './review.ts';

/** How far reviewers agree on calibration items. */
export interface Agreement {
  /** calibration runs that two reviewers or more scored */
  readonly items: number;
  /** the lowest alpha of the criteria; null: none could be computed */
  readonly lowest: number | null;
  readonly alpha: Details;
  readonly icc: Details;
  readonly reviewers: Details[];
}

/** Krippendorff's alpha (ordinal) per criterion, ICC(2,1) of the mean criterion, and how severe each reviewer is. */
export function agreementOn(calibration: readonly Review[]): Agreement {
  const { runs } = runsOf(calibration);
  const shared = runs.filter((run) => run.reviews.length >= 2);
  const reviewers = [...new Set(shared.flatMap((run) => run.reviews.map(({ reviewer }) => reviewer)))].sort();
  const scores = (of: (review: Review) => number) =>
    shared.map((run) => reviewers.map((reviewer) => scoreBy(run, reviewer, of)));

  const alpha: Details = {};
  let lowest: number | null = null;
  for (const criterion of criteria) {
    const result = krippendorffAlpha(
      scores((review) => review.scores[criterion]),
      'ordinal',
    );
    // A criterion on which one score was ever given has no alpha, and shows no disagreement either.
    alpha[criterion] = result.ok ? result.estimate : null;
    if (result.ok) lowest = lowest === null ? result.estimate : Math.min(lowest, result.estimate);
  }
  const complete = scores(meanCriterion).filter((row) => row.every((score) => score !== null));
  return {
    items: shared.length,
    lowest,
    alpha: { ...alpha, lowest, items: shared.length },
    icc: { form: 'ICC(2,1)', ...estimateDetail(judgesAgreement(complete)) },
    reviewers: reviewers.map((reviewer) => severityOf(reviewer, shared)),
  };
}

function scoreBy(run: Run, reviewer: string, of: (review: Review) => number): number | null {
  const review = run.reviews.find((candidate) => candidate.reviewer === reviewer);
  return review === undefined ? null : of(review);
}

/** Mean of the reviewer's score less the mean of all reviewers of the same run: below zero is severe. */
function severityOf(reviewer: string, runs: readonly Run[]): Details {
  let sum = 0;
  let n = 0;
  for (const run of runs) {
    const own = scoreBy(run, reviewer, meanCriterion);
    if (own === null) continue;
    sum += own - run.score;
    n += 1;
  }
  return { reviewer, severity: n === 0 ? null : sum / n, items: n };
}
