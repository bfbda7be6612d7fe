import type { Instant } from '#platform';
import { evidenceOf, type EvidenceEntry, type EvidencePart } from '../evidence/evidence.ts';
import { tally, type Figure } from '../figure.ts';
import { staleness } from '../freshness/freshness.ts';
import { analysisOf, type PromptFacts } from './analysis.ts';
import type { Repeats } from './repeats.ts';
import type { PromptSettings } from './settings.ts';
import { promptStatus } from './status.ts';

/** Prompt consistency from the reviews of up to `asOf`. */
export function promptConsistencyFigure(facts: PromptFacts, settings: PromptSettings, asOf: Instant): Figure {
  const { rubricVersion, current, baseline } = settings;
  const { otherRubric, repeated, now, before, agreement, change } = analysisOf(facts, settings, asOf);
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
    evidence: () => [
      ...evidenceFrom(now, 'numerator'),
      ...evidenceFrom(before, 'denominator'),
      ...otherRubric.map((review) => evidenceOf('excluded', review.prompt, review, OTHER_RUBRIC)),
      ...repeated.map((review) => evidenceOf('excluded', review.prompt, review, REPEATED_REVIEW)),
    ],
  };
}

const OTHER_RUBRIC = 'other-rubric-version';
const REPEATED_REVIEW = 'repeated-review';

function evidenceFrom(repeats: Repeats | null, part: EvidencePart): EvidenceEntry[] {
  return (repeats?.runs ?? []).flatMap((run) =>
    run.reviews.map((review) => evidenceOf(part, review.prompt, review)),
  );
}
