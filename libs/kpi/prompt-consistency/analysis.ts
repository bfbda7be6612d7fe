import { ByIdentity, cutKey, occurredBy } from '#facts';
import type { Instant } from '#platform';
import { reduction, withinSubjectRatio } from '#statistics';
import type { Span } from '../figure.ts';
import type { Feed } from '../freshness/feed.ts';
import { agreementOn, type Agreement } from './agreement.ts';
import { clustersOf, repeatsOf, type Repeats } from './repeats.ts';
import { runsOf, type Review } from './review.ts';
import type { Change, PromptSettings } from './settings.ts';

export interface PromptFacts {
  readonly reviews: readonly Review[];
  /** calibration is of reviewers, not of a team's prompts: the whole program's, whichever team is asked */
  readonly calibration: readonly Review[];
  readonly feed: Feed;
}

/** What the reviews of a period and its baseline say. */
export interface Analysis {
  readonly otherRubric: readonly Review[];
  readonly repeated: readonly Review[];
  readonly now: Repeats;
  readonly before: Repeats | null;
  readonly agreement: Agreement;
  readonly change: Change | null;
}

/** The runs of one period, and the reviews left out because their reviewer had scored that run before. */
interface Period {
  readonly repeats: Repeats;
  readonly repeated: readonly Review[];
}

const selections = new ByIdentity<readonly Review[]>();
const periods = new ByIdentity<Period>();
const agreements = new ByIdentity<Agreement>();
const changes = new ByIdentity<{ readonly change: Change | null }>();

/**
 * What the reviews of up to `asOf` say. Each part is worked out once for as long as no review of its own lies between the moments
 * asked for: a baseline that is over says the same for every later one.
 */
export function analysisOf(facts: PromptFacts, settings: PromptSettings, asOf: Instant): Analysis {
  const { reviews, calibration } = facts;
  const { rubricVersion, current, baseline, seed } = settings;
  const otherRubric = selected(
    reviews,
    ['other rubric', rubricVersion, current],
    (review) =>
      !review.calibration && review.rubricVersion !== rubricVersion && inside(current, review.occurredAt),
  );
  const now = periodOf(reviews, current, settings, asOf);
  const before = baseline === null ? null : periodOf(reviews, baseline, settings, asOf).repeats;
  const calibrating = selected(
    calibration,
    ['calibration', rubricVersion],
    (review) => review.calibration && review.rubricVersion === rubricVersion,
  );
  return {
    otherRubric: occurredBy(otherRubric, asOf),
    repeated: now.repeated,
    now: now.repeats,
    before,
    agreement: agreements.of([calibrating], cutKey(asOf, calibrating), () =>
      agreementOn(occurredBy(calibrating, asOf)),
    ),
    change:
      before === null
        ? null
        : changes.of([before, now.repeats], seed, () => ({ change: changeOf(before, now.repeats, seed) }))
            .change,
  };
}

/** By period first: senders count runs anew, so that the same run id in another period is another run. */
function periodOf(
  reviews: readonly Review[],
  span: Span,
  { rubricVersion, passMark, k, minimum }: PromptSettings,
  asOf: Instant,
): Period {
  const own = selected(
    reviews,
    ['period', rubricVersion, span],
    (review) =>
      !review.calibration && review.rubricVersion === rubricVersion && inside(span, review.occurredAt),
  );
  const settings = { passMark, k, minimumRuns: minimum.runs };
  return periods.of([own], JSON.stringify([cutKey(asOf, own), settings]), () => {
    const { runs, repeated } = runsOf(occurredBy(own, asOf));
    return { repeats: repeatsOf(runs, settings), repeated };
  });
}

/** Those of some reviews that are asked for, whenever they occurred: the same array for the same question. */
function selected(
  reviews: readonly Review[],
  question: readonly unknown[],
  isAsked: (review: Review) => boolean,
): readonly Review[] {
  return selections.of([reviews], JSON.stringify(question), () => reviews.filter(isAsked));
}

function changeOf(before: Repeats, now: Repeats, seed: string): Change | null {
  if (before.variance === null || now.variance === null || before.variance === 0) return null;
  const value = 1 - Math.sqrt(now.variance / before.variance);
  const result = reduction(
    withinSubjectRatio(clustersOf(before, now), { seed, method: 'expanded percentile' }),
  );
  if (!result.ok) return { value, interval: null, reason: result.reason };
  const method = `${result.interval.method}, clustered by prompt`;
  return { value, interval: { ...result.interval, method }, reason: null };
}

function inside(span: Span, moment: Instant): boolean {
  return moment >= span.start && moment <= span.end;
}
