import type { Instant } from '#platform';
import { reduction, withinSubjectRatio } from '#statistics';
import { evidenceOf, occurredBy, type EvidenceEntry } from '../evidence/evidence.ts';
import { tally, type Figure, type Span } from '../figure.ts';
import { staleness } from '../freshness/freshness.ts';
import { agreementOn } from './agreement.ts';
import { clustersOf, repeatsOf, type Repeats } from './repeats.ts';
import { runsOf, type Review } from './review.ts';
import type { Change, PromptSettings } from './settings.ts';
import { promptStatus } from './status.ts';

export interface PromptFacts {
  readonly reviews: readonly Review[];
  /** calibration is of reviewers, not of a team's prompts: the whole program's, whichever team is asked */
  readonly calibration: readonly Review[];
  readonly feed: readonly Review[];
}

/** Prompt consistency from the reviews of up to `asOf`. */
export function promptConsistencyFigure(facts: PromptFacts, settings: PromptSettings, asOf: Instant): Figure {
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
  const change = before === null ? null : changeOf(before, now, settings.seed);
  const closed = asOf >= current.end;

  return {
    period: { ...current, closed },
    value: change?.value ?? null,
    numerator: now.variance,
    denominator: before?.variance ?? null,
    n: now.prompts.length,
    interval: change?.interval ?? null,
    target: settings.target,
    baseline:
      before === null || baseline === null
        ? null
        : {
            value: before.variance === null ? null : Math.sqrt(before.variance),
            n: before.prompts.length,
            period: { ...baseline },
          },
    excluded: tally([...otherRubric.map(() => OTHER_RUBRIC), ...repeated.map(() => REPEATED_REVIEW)]),
    unmatched: 0,
    censored: 0,
    verdict: promptStatus({
      now,
      before,
      agreement,
      change,
      settings,
      closed,
      stale: staleness(facts.feed, asOf, current.end, settings.staleAfter),
    }),
    details: {
      levels: { now: now.levels, baseline: before?.levels ?? null },
      passHatK: {
        k: settings.k,
        passMark: settings.passMark,
        now: { ...now.passHatK },
        baseline: before === null ? null : { ...before.passHatK },
      },
      withinSubject: {
        now: now.variance === null ? null : Math.sqrt(now.variance),
        baseline: before === null || before.variance === null ? null : Math.sqrt(before.variance),
      },
      runs: { now: now.runs.length, baseline: before?.runs.length ?? null },
      alpha: agreement.alpha,
      icc: agreement.icc,
      reviewers: agreement.reviewers,
      rubricVersion,
    },
    evidence: evidenceFrom(now, before, [
      ...otherRubric.map((review) => evidenceOf('excluded', review.prompt, review, OTHER_RUBRIC)),
      ...repeated.map((review) => evidenceOf('excluded', review.prompt, review, REPEATED_REVIEW)),
    ]),
  };
}

const OTHER_RUBRIC = 'other-rubric-version';
const REPEATED_REVIEW = 'repeated-review';

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

function evidenceFrom(now: Repeats, before: Repeats | null, excluded: EvidenceEntry[]): EvidenceEntry[] {
  const entries = (repeats: Repeats | null, part: 'numerator' | 'denominator') =>
    (repeats?.runs ?? []).flatMap((run) =>
      run.reviews.map((review) => evidenceOf(part, review.prompt, review)),
    );
  return [...entries(now, 'numerator'), ...entries(before, 'denominator'), ...excluded];
}

function inside(span: Span, moment: Instant): boolean {
  return moment >= span.start && moment <= span.end;
}
