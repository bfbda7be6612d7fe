import { ByIdentity, occurredBy } from '#facts';
import { inScope, windowInstants, type Program } from '#program';
import { teamFigures } from '../breakdown/team-figures.ts';
import { byOccurrence } from '../evidence/evidence.ts';
import type { Frame } from '../frame/frame.ts';
import { feedOf } from '../freshness/feed.ts';
import type { KpiLoader, Reading } from '../reading.ts';
import { targetOf } from '../status/target.ts';
import { promptConsistency } from './definition.ts';
import { promptConsistencyFigure } from './formula.ts';
import type { Review } from './review.ts';
import type { ReviewFact } from './reviews.query.ts';
import type { PromptSettings } from './settings.ts';

export const promptConsistencyLoader: KpiLoader = {
  definition: promptConsistency,
  reveals: null,
  counting: null,
  people: { reviewers: null },
  unaudited: [],
  async load(reader) {
    const facts = await reader.reviews();
    return { facts: [facts], at: (frame) => readingOf(facts, frame) };
  },
};

function readingOf(facts: readonly ReviewFact[], frame: Frame): Reading {
  const { program, clocks } = frame;
  const own = ownReviews(facts, program);
  const feed = feedOf(own);
  const settings = promptSettingsOf(program, () => reviewsOf(facts, frame));
  const figure = (reviews: readonly Review[]) =>
    promptConsistencyFigure({ reviews, calibration: own, feed }, settings, clocks.asOf);
  return {
    feed,
    whole: () => figure(own),
    by: (dimension) => teamFigures(dimension, reviewsOf(facts, frame), ({ team }) => team, figure),
    counted: () => [],
  };
}

const known = new ByIdentity<readonly ReviewFact[]>();

/** The reviews that are the program's and had occurred, those on its calibration items marked as such. */
export function reviewsOf(facts: readonly ReviewFact[], { program, clocks }: Frame): readonly ReviewFact[] {
  return occurredBy(ownReviews(facts, program), clocks.asOf);
}

/** The same whenever they occurred. */
function ownReviews(facts: readonly ReviewFact[], program: Program): readonly ReviewFact[] {
  return known.of([facts, program], '', () => {
    const calibrationItems = program['prompt-review'].calibrationItems ?? [];
    return facts
      .filter((review) => review.program !== '' || inScope(program, { team: review.team }))
      .map((review) => (calibrationItems.includes(review.item) ? asCalibration(review) : review));
  });
}

/** The program file lists the items that calibrate reviewers; their senders may not know. */
function asCalibration(review: ReviewFact): ReviewFact {
  return { ...review, calibration: true };
}

/** @param reviews those of the program that had occurred: one that names no version of its rubric goes by the one last used */
export function promptSettingsOf(program: Program, reviews: () => readonly Review[]): PromptSettings {
  const { version, passMark, k, baseline, current } = program['prompt-review'];
  return {
    rubricVersion: version ?? latestRubric(reviews()),
    passMark,
    k,
    baseline: baseline === undefined ? null : windowInstants(program, baseline),
    current: windowInstants(program, current),
    target: targetOf(program, 'prompt-consistency'),
    minimum: program.status.minimumN['prompt-consistency'],
    staleAfter: program.status.staleAfter,
    seed: `${program.program.id} prompt-consistency`,
  };
}

function latestRubric(feed: readonly Review[]): string {
  let last: Review | undefined;
  for (const review of feed) if (last === undefined || byOccurrence(review, last) > 0) last = review;
  return last?.rubricVersion ?? '';
}
