import { ByIdentity } from '#facts';
import type { Instant } from '#platform';
import { countsAt } from '../cohort/identified.ts';
import { adjusted, cohortPeriod, type Member } from '../cohort/member.ts';
import type { SetAside } from '../cohort/set-aside.ts';
import { Unfolding, type UnfoldedMembers } from '../cohort/unfolding.ts';
import { evidenceOf, kindOf, type EvidenceEntry } from '../evidence/evidence.ts';
import { mean } from '../estimates/mean.ts';
import { shareInterval } from '../estimates/share-interval.ts';
import { tally, type Figure } from '../figure.ts';
import type { Feed } from '../freshness/feed.ts';
import { staleness } from '../freshness/freshness.ts';
import type { Details, Target } from '../kpi.schema.ts';
import { thresholdStatus } from '../status/threshold-status.ts';
import { effectSizes, gainInterval, type GainInterval } from './estimates.ts';
import { firstModuleAt } from './first-module.ts';
import { isMatched, pairOf, type Forms, type Pair } from './pairing.ts';
import type { Attempt } from './score.ts';
import { signalsOf, type ModuleSignals } from '../training-completion/module-signal.ts';

export interface SkillsFacts {
  readonly members: readonly Member[];
  /** pre and post attempts by learner */
  readonly attempts: ReadonlyMap<string, readonly Attempt[]>;
  /** of every module of the program, required or not: the pre score must lie before the first */
  readonly signals: ModuleSignals;
  readonly feed: Feed;
  /** what would have been attempts and breaks a rule; absent: nothing */
  readonly setAside?: SetAside;
}

export interface SkillsSettings {
  readonly target: Target | null;
  readonly minimumN: number;
  /** share of the learners with any score who must be matched */
  readonly matched: number;
  readonly staleAfter: string;
  readonly forms: Forms;
  readonly seed: string;
  /** the cohort was picked for low scores, so some of the gain is regression to the mean */
  readonly selectedForLowScores: boolean;
}

/** Skills gain of a group of members from what had occurred by `asOf`. */
export function skillsGainFigure(facts: SkillsFacts, settings: SkillsSettings, asOf: Instant): Figure {
  const period = cohortPeriod(facts.members, asOf);
  const pairs = pairsOf(facts, settings.forms, asOf);
  const matched = pairs.filter(isMatched);
  const unmatched = pairs.filter((pair) => pair.reason !== null);
  const excluded = facts.members.flatMap(({ learner, exclusion }) =>
    exclusion ? [{ learner, exclusion }] : [],
  );
  const quarantined = pairs.flatMap(({ member, quarantined: own }) => [
    ...own,
    ...(facts.setAside?.evidenceFor(member.learner, null, asOf) ?? []),
  ]);
  const waiting = unmatched.filter((pair) => isWaiting(pair, asOf));

  const pre = matched.map((pair) => pair.pre.percent);
  const post = matched.map((pair) => pair.post.percent);
  const n = matched.length;
  const [meanPre, meanPost] = [mean(pre), mean(post)];
  const value = meanPre === null || meanPost === null || meanPre <= 0 ? null : meanPost / meanPre - 1;
  const { gain, effects } = estimates.of([pairs], settings.seed, () => ({
    gain: gainInterval(pre, post, settings.seed),
    effects: n === 0 ? {} : effectSizes(pre, post, settings.seed),
  }));
  const { interval } = gain;

  const evidence = (): EvidenceEntry[] => [
    ...matched.flatMap(({ member, pre, post }) => [
      evidenceOf('numerator', member.learner, post.attempt),
      evidenceOf('denominator', member.learner, pre.attempt),
    ]),
    ...excluded.map(({ learner, exclusion }) => evidenceOf('excluded', learner, exclusion, exclusion.reason)),
    ...unmatched.flatMap(({ member, stray, reason }) =>
      stray && reason ? [evidenceOf('unmatched', member.learner, stray, reason)] : [],
    ),
    ...waiting.flatMap(({ member, stray }) =>
      stray
        ? [evidenceOf('censored', member.learner, stray, `the window runs until ${member.windowEnd}`)]
        : [],
    ),
    ...quarantined,
  ];
  return {
    period,
    value,
    numerator: meanPost,
    denominator: meanPre,
    n,
    interval,
    target: settings.target,
    baseline: null,
    excluded: tally(excluded.map(({ exclusion }) => exclusion.reason)),
    unmatched: unmatched.length,
    censored: waiting.length,
    verdict: thresholdStatus({
      value,
      interval,
      target: settings.target,
      closed: period.closed,
      census: false,
      obstacles: obstaclesOf(
        { n, unmatched: unmatched.length, meanPre },
        settings,
        staleness(facts.feed, asOf, period.end, settings.staleAfter),
      ),
    }),
    details: {
      noInterval: gain.reason,
      ...effects,
      ...onlyOne(pairs),
      ceilingShare: ceiling(post),
      forms: formsUsed(matched),
      unmatchedReasons: tally(unmatched.flatMap(({ reason }) => reason ?? [])),
      quarantined: tally(quarantined.map(kindOf)),
      selectedForLowScores: settings.selectedForLowScores,
      note: settings.selectedForLowScores
        ? 'The cohort was picked for low scores, so part of the gain is regression to the mean.'
        : null,
    },
    evidence,
  };
}

const unfoldings = new ByIdentity<Unfolding<Pair>>();
const unfolded = new ByIdentity<UnfoldedMembers<Pair>>();
const known = new ByIdentity<readonly Pair[]>();
const estimates = new ByIdentity<{ readonly gain: GainInterval; readonly effects: Details }>();

/** A pair for each of the adjusted cohort; worked out once for the same members while nothing of theirs lies between the moments asked for. */
export function pairsOf(
  { members, attempts, signals }: SkillsFacts,
  forms: Forms,
  asOf: Instant,
): readonly Pair[] {
  const ofMembers = unfolded.of([members, attempts, signals, forms], '', () =>
    unfoldings
      .of([forms], '', () => new Unfolding())
      .of(adjusted(members), (learner) => {
        const [tried, met] = [attempts.get(learner), signals.get(learner)];
        return { sources: [tried, met], events: () => [...(tried ?? []), ...signalsOf(met)] };
      }),
  );
  return known.of([ofMembers], String(ofMembers.changesBy(asOf)), () =>
    ofMembers.at(asOf, (member) =>
      pairOf(
        member,
        attempts.get(member.learner)?.filter((attempt) => countsAt(attempt, asOf)),
        firstModuleAt(member, signals.get(member.learner), asOf),
        forms,
      ),
    ),
  );
}

/** A pre score whose post score may still come. */
export function isWaiting({ pre, post, member }: Pair, asOf: Instant): boolean {
  return pre !== null && post === null && !member.withdrawn && asOf < member.windowEnd;
}

function obstaclesOf(
  figures: { readonly n: number; readonly unmatched: number; readonly meanPre: number | null },
  settings: SkillsSettings,
  stale: string | null,
): string[] {
  const { n, unmatched, meanPre } = figures;
  const reasons: string[] = [];
  if (n === 0) reasons.push('No learner has both a pre and a post score that can be used.');
  else if (n < settings.minimumN)
    reasons.push(
      `Only ${n} learners have both a pre and a post score; at least ${settings.minimumN} are needed.`,
    );
  if (unmatched > 0 && n / (n + unmatched) < settings.matched)
    reasons.push(
      `Too few are matched: ${n} of ${n + unmatched} learners with a score have both; ${settings.matched * 100}% are needed.`,
    );
  if (meanPre !== null && meanPre <= 0)
    reasons.push('The mean pre score is not above zero, so no ratio can be formed.');
  if (stale !== null) reasons.push(stale);
  return reasons;
}

function onlyOne(pairs: readonly Pair[]): Details {
  const preOnly = pairs.filter(({ pre, post }) => pre !== null && post === null);
  const postOnly = pairs.filter(({ pre, post }) => pre === null && post !== null);
  return {
    preOnly: { n: preOnly.length, meanPre: mean(preOnly.flatMap(({ pre }) => pre?.percent ?? [])) },
    postOnly: { n: postOnly.length },
  };
}

function ceiling(post: readonly number[]): Details[string] {
  const atMaximum = post.filter((percent) => percent >= 100).length;
  return {
    value: post.length === 0 ? null : atMaximum / post.length,
    n: post.length,
    atMaximum,
    interval: shareInterval(atMaximum, post.length),
  };
}

/** How many learners took which pair of forms. */
function formsUsed(
  matched: readonly { readonly pre: { attempt: Attempt }; readonly post: { attempt: Attempt } }[],
): Details {
  const counts = new Map<string, Map<string, number>>();
  for (const { pre, post } of matched) {
    const own = counts.get(pre.attempt.form) ?? new Map<string, number>();
    counts.set(pre.attempt.form, own);
    own.set(post.attempt.form, (own.get(post.attempt.form) ?? 0) + 1);
  }
  const named = [...counts].flatMap(([before, own]) =>
    [...own].map(([after, count]) => [`${before} → ${after}`, count] as const),
  );
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}
