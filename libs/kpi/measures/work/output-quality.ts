import { mean, meanDifference } from '#statistics';
import { byOccurrence, evidenceOf } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { ownFacts, sinceStart } from '../../frame/own-facts.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { Measure, MeasureFigure, MeasureRow, MeasureValue } from '../measure.ts';
import { teamRows, workRows } from '../values/team-rows.ts';
import type { WorkMoment } from './moment.ts';
import { outputCriteria, type OutputCriterion, type OutputReview } from './output-review.ts';

export const outputQuality: Measure = {
  id: 'output-quality',
  title: 'Quality of output, before and after',
  definition:
    'How many points of the output rubric (1 to 5, 5 is best) samples of work are better after the program than before: ' +
    'the difference of the mean scores of samples, each the mean over its reviewers and criteria. ' +
    'Only reviews by the version of the rubric last used count. ' +
    'Rows are criteria, or teams.',
  definitionVersion: '1.0',
  unit: 'mark',
  selfReported: false,
  dimensions: ['team'],
  reveals: 'scores',
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    return outputQualityFigure(await reader.outputReviews(), frame, by);
  },
};

const titles: Readonly<Record<OutputCriterion, string>> = {
  accuracy: 'Accuracy',
  completeness: 'Completeness',
  policyCompliance: 'Policy compliance',
  clarity: 'Clarity',
  rework: 'Rework',
};

/** What scores are asked of a review: the mean of its criteria, or one of them. */
type Scoring = (review: OutputReview) => number;

/** How much better samples of work are after than before, in points of the rubric; rows are criteria, or teams. */
export function outputQualityFigure(
  facts: readonly OutputReview[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const reviews = ownFacts(facts, frame, ({ team }) => ({ team }));
  const version = reviews.toSorted(byOccurrence).at(-1)?.rubricVersion ?? '';
  const counted = reviews.filter((review) => review.rubricVersion === version);
  const apart = reviews
    .filter((review) => review.rubricVersion !== version)
    .map((review) => evidenceOf('excluded', review.sample, review, 'another rubric version'));
  const whole = changeOf(counted, meanCriterion);
  return {
    ...whole,
    details: { ...whole.details, rubricVersion: version },
    evidence: [...whole.evidence, ...apart],
    period: sinceStart(frame),
    excluded: tally(apart.flatMap(({ reason }) => reason ?? [])),
    unmatched: 0,
    rows:
      by === null
        ? outputCriteria.map((criterion): MeasureRow => ({
            key: criterion,
            title: titles[criterion],
            column: null,
            ...changeOf(counted, ({ scores }) => scores[criterion]),
          }))
        : workRows(
            teamRows(
              by,
              counted,
              ({ team }) => team,
              (own) => changeOf(own, meanCriterion),
            ),
            frame,
          ),
    notes: ['Before and after: whatever else changed in that time counts too.'],
    feed: scanOf(reviews),
  };
}

function meanCriterion({ scores }: OutputReview): number {
  return outputCriteria.reduce((sum, criterion) => sum + scores[criterion], 0) / outputCriteria.length;
}

function changeOf(reviews: readonly OutputReview[], scoring: Scoring): MeasureValue {
  const [before, after] = [samplesOf(reviews, 'before', scoring), samplesOf(reviews, 'after', scoring)];
  const [levelBefore, levelAfter] = [levelOf(before), levelOf(after)];
  const difference = meanDifference(after, before);
  return {
    value: levelBefore === null || levelAfter === null ? null : levelAfter - levelBefore,
    numerator: null,
    denominator: null,
    n: before.length + after.length,
    // no person is told of, but in the rows of teams
    people: 0,
    interval: difference.ok ? difference.interval : null,
    reason:
      levelBefore === null || levelAfter === null ? 'Samples of both before and after are needed.' : null,
    details: {
      before: levelBefore,
      after: levelAfter,
      samplesBefore: before.length,
      samplesAfter: after.length,
    },
    evidence: reviews.map((review) =>
      evidenceOf(review.moment === 'after' ? 'numerator' : 'denominator', review.sample, review),
    ),
  };
}

/** The score of each sample, the mean over its reviewers, in the order of size. */
function samplesOf(reviews: readonly OutputReview[], moment: WorkMoment, scoring: Scoring): number[] {
  const samples = Map.groupBy(
    reviews.filter((review) => review.moment === moment),
    ({ sample }) => sample,
  );
  return [...samples.values()]
    .flatMap((own) => levelOf(own.map(scoring).sort((a, b) => a - b)) ?? [])
    .sort((a, b) => a - b);
}

function levelOf(scores: readonly number[]): number | null {
  const level = mean(scores);
  return level.ok ? level.mean : null;
}
