import { ByIdentity, cutKey, occurredBy } from '#facts';
import type { Instant } from '#platform';
import { reduction, withinSubjectRatio } from '#statistics';
import type { Span } from '../figure.ts';
import { agreementOn, type Agreement } from './agreement.ts';
import { clustersOf, repeatsOf, type Repeats } from './repeats.ts';
import { runsOf, type Review } from './review.ts';
import type { Change, PromptSettings } from './settings.ts';
import type { Feed } from '../freshness/feed.ts';

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

const analyses = new ByIdentity<Analysis>();

/** What the reviews of up to `asOf` say, whatever the hour: worked out once for the same reviews and settings. */
export function analysisOf(facts: PromptFacts, settings: PromptSettings, asOf: Instant): Analysis {
  const { reviews, calibration } = facts;
  const { rubricVersion, passMark, k, minimum, baseline, current, seed } = settings;
  const asked = [rubricVersion, passMark, k, minimum.runs, baseline, current, seed];
  const key = JSON.stringify([cutKey(asOf, reviews, calibration), ...asked]);
  return analyses.of([reviews, calibration], key, () => analyse(facts, settings, asOf));
}

function analyse(facts: PromptFacts, settings: PromptSettings, asOf: Instant): Analysis {
  const { rubricVersion, current, baseline } = settings;
  const production = occurredBy(facts.reviews, asOf).filter((review) => !review.calibration);
  const counted = production.filter((review) => review.rubricVersion === rubricVersion);
  const otherRubric = production.filter(
    (review) => review.rubricVersion !== rubricVersion && inside(current, review.occurredAt),
  );
  // By period first: senders count runs anew, so that the same run id in another period is another run.
  const inPeriod = (span: Span) => runsOf(counted.filter(({ occurredAt }) => inside(span, occurredAt)));
  const { runs, repeated } = inPeriod(current);
  const repeatSettings = { passMark: settings.passMark, k: settings.k, minimumRuns: settings.minimum.runs };
  const now = repeatsOf(runs, repeatSettings);
  const before = baseline === null ? null : repeatsOf(inPeriod(baseline).runs, repeatSettings);
  const agreement = agreementOn(
    occurredBy(facts.calibration, asOf).filter(
      (review) => review.calibration && review.rubricVersion === rubricVersion,
    ),
  );
  return {
    otherRubric,
    repeated,
    now,
    before,
    agreement,
    change: before === null ? null : changeOf(before, now, settings.seed),
  };
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
