import { judgesAgreement, krippendorffAlpha } from '#statistics';
import { detailOf } from './estimates.ts';
import { average } from './figure.ts';
import { CRITERIA, meanCriterion, runsOf, type Review } from './runs.ts';

/** "Krippendorff's alpha, ordinal, per criterion; the lowest decides; ICC with its form named; severity per reviewer." Of runs that
 * two reviewers or more scored. */
export function agreementOf(calibration: readonly Review[]) {
  const shared = runsOf(calibration).runs.filter(({ reviews }) => reviews.length >= 2);
  const reviewers = [
    ...new Set(shared.flatMap(({ reviews }) => reviews.map(({ reviewer }) => reviewer))),
  ].toSorted();
  const alpha: Record<string, number | null> = {};
  for (const criterion of CRITERIA) {
    const scores = shared.map(({ reviews }) =>
      reviewers.map((name) => reviews.find(({ reviewer }) => reviewer === name)?.criteria[criterion] ?? null),
    );
    const result = krippendorffAlpha(scores, 'ordinal');
    alpha[criterion] = result.ok ? result.estimate : null;
  }
  const known = Object.values(alpha).filter((number) => number !== null);
  const lowest = known.length === 0 ? null : Math.min(...known);
  const complete = shared
    .filter(({ reviews }) => reviews.length === reviewers.length)
    .map(({ reviews }) => reviewers.map((name) => meanOf(reviews.find(({ reviewer }) => reviewer === name))));
  return {
    items: shared.length,
    lowest,
    alpha: { ...alpha, lowest, items: shared.length },
    icc: { form: 'ICC(2,1)', ...detailOf(judgesAgreement(complete)) },
    reviewers: reviewers.map((reviewer) => {
      const own = shared.flatMap(({ reviews, score }) => {
        const review = reviews.find((one) => one.reviewer === reviewer);
        return review === undefined ? [] : [meanCriterion(review) - score];
      });
      return { reviewer, severity: average(own), items: own.length };
    }),
  };
}

function meanOf(review: Review | undefined): number {
  if (review === undefined) throw new Error('A run of all reviewers lacks one.');
  return meanCriterion(review);
}
