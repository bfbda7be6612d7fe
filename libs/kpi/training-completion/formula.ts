import { secondsBetween, type Instant } from '#platform';
import { newcombeDifference } from '#statistics';
import { adjusted, cohortPeriod, type Member } from '../cohort/member.ts';
import type { SetAside } from '../cohort/set-aside.ts';
import { shareInterval } from '../estimates/share-interval.ts';
import { shareBy } from '../estimates/times-to-event.ts';
import { evidenceOf, kindOf, type EvidenceEntry, type FactOrigin } from '../evidence/evidence.ts';
import { tally, type Figure } from '../figure.ts';
import { staleness } from '../freshness/freshness.ts';
import type { Feed } from '../freshness/feed.ts';
import type { Target } from '../kpi.schema.ts';
import { reaches } from '../status/target.ts';
import { thresholdStatus } from '../status/threshold-status.ts';
import { isCensored, progressOfAll, type Progress } from './completion.ts';
import type { ModuleSignals } from './module-signal.ts';

export interface TrainingFacts {
  readonly members: readonly Member[];
  readonly signals: ModuleSignals;
  /** the first event of each actor who is no learner, on an activity of a module */
  readonly unmatched: readonly (FactOrigin & { readonly actor: string })[];
  /** what arrived for the whole program, whichever group is asked: silence is judged by it */
  readonly feed: Feed;
  /** what would have been signals and breaks a rule; absent: nothing */
  readonly setAside?: SetAside;
}

export interface TrainingSettings {
  readonly target: Target | null;
  readonly minimumN: number;
  readonly staleAfter: string;
}

/** Training completion of a group of members from what had occurred by `asOf`. */
export function trainingCompletionFigure(
  facts: TrainingFacts,
  settings: TrainingSettings,
  asOf: Instant,
): Figure {
  const cohort = adjusted(facts.members);
  const period = cohortPeriod(facts.members, asOf);
  const all = progressOfAll(facts.members, facts.signals, asOf);
  const complete = all.filter((progress) => progress.completed !== null);
  const censored = all.filter((progress) => isCensored(progress, asOf));
  const unmatched = facts.unmatched.filter(({ occurredAt }) => occurredAt <= asOf);
  const excluded = facts.members.flatMap(({ learner, exclusion }) =>
    exclusion ? [{ learner, exclusion }] : [],
  );

  const n = cohort.length;
  const numerator = complete.length;
  const value = n === 0 ? null : numerator / n;
  const interval = shareInterval(numerator, n);
  const needed = moreNeeded(numerator, n, settings.target);
  const stale = numerator === n ? null : staleness(facts.feed, asOf, period.end, settings.staleAfter);
  const quarantined = all.flatMap(({ member, quarantined: early }) => [
    ...early,
    ...(facts.setAside?.evidenceFor(member.learner, idsOf(member.required), asOf) ?? []),
  ]);
  const evidence = (): EvidenceEntry[] => [
    ...complete.flatMap(({ member, completed }) =>
      completed ? [evidenceOf('numerator', member.learner, completed)] : [],
    ),
    ...cohort.map((member) => evidenceOf('denominator', member.learner, member.enrolled)),
    ...excluded.map(({ learner, exclusion }) => evidenceOf('excluded', learner, exclusion, exclusion.reason)),
    ...unmatched.map((event) => evidenceOf('unmatched', event.actor, event, 'an actor of no learner')),
    ...censored.map(({ member }) =>
      evidenceOf('censored', member.learner, member.enrolled, `the window runs until ${member.windowEnd}`),
    ),
    ...quarantined,
  ];

  return {
    period,
    value,
    numerator,
    denominator: n,
    n,
    interval,
    target: settings.target,
    baseline: null,
    excluded: tally(excluded.map(({ exclusion }) => exclusion.reason)),
    unmatched: unmatched.length,
    censored: censored.length,
    verdict: thresholdStatus({
      value,
      interval,
      target: settings.target,
      closed: period.closed,
      census: true,
      obstacles: [...tooFew(n, settings.minimumN), ...(stale === null ? [] : [stale])],
      provisional: censored.length > 0,
      outOfReach: !period.closed && needed !== null && needed > censored.length,
    }),
    details: {
      moreNeeded: needed,
      withdrawn: cohort.filter((member) => member.withdrawn).length,
      quarantined: tally(quarantined.map(kindOf)),
      expectation: period.closed ? null : expectation(all, asOf),
    },
    evidence,
  };
}

function idsOf(modules: readonly { readonly id: string }[]): string[] {
  return modules.map(({ id }) => id);
}

function tooFew(n: number, minimum: number): string[] {
  if (n === 0) return ['Nobody is enrolled.'];
  return n < minimum ? [`Only ${n} learners are enrolled; at least ${minimum} are needed.`] : [];
}

/** The fewest further learners that bring the share to the target; 0 when it is there. */
export function moreNeeded(numerator: number, denominator: number, target: Target | null): number | null {
  if (denominator === 0 || reaches(0, target) === null) return null;
  // Counts decide, not a rounded product: 0.85 × 20 must ask for 17.
  let complete = numerator;
  while (complete <= denominator && reaches(complete / denominator, target) === false) complete += 1;
  return complete - numerator;
}

/** With fewer the interval of the expectation is too narrow: few are left at risk at its end (docs/simulation.md). */
const FEWEST_EXPECTED = 20;

/**
 * Kaplan-Meier expectation of the final share, on each learner's own clock in days. Only learners whose window still runs
 * are censored; one whose window closed stays at risk to its last day without completing, and one who withdrew as long as
 * anybody else was followed: what nobody has come to yet is not said from those who left.
 */
function expectation(all: readonly Progress[], asOf: Instant) {
  const days = (from: Instant, to: Instant) => Math.max(0, secondsBetween(from, to) / 86_400);
  let horizon = 0;
  let followed = 0;
  for (const { member } of all) {
    const { windowStart, windowEnd, withdrawn } = member;
    horizon = Math.max(horizon, days(windowStart, windowEnd));
    if (!withdrawn) followed = Math.max(followed, days(windowStart, asOf < windowEnd ? asOf : windowEnd));
  }
  const lasting = all.every(({ member }) => member.withdrawn) ? horizon : followed;
  const observations = all.map((progress) => {
    const { member, completed } = progress;
    if (completed !== null) return { time: days(member.windowStart, completed.occurredAt), event: true };
    if (member.withdrawn) return { time: lasting, event: false };
    return { time: isCensored(progress, asOf) ? days(member.windowStart, asOf) : horizon, event: false };
  });
  return shareBy(observations, horizon, FEWEST_EXPECTED);
}

/** Difference of a group's share and that of everybody else, by Newcombe's method 10; null when either is empty. */
export function differenceToRest(group: Figure, whole: Figure) {
  if (group.numerator === null || whole.numerator === null) return null;
  const rest = { k: whole.numerator - group.numerator, n: whole.n - group.n };
  const difference = newcombeDifference({ k: group.numerator, n: group.n }, rest);
  return difference.ok ? { value: difference.estimate, interval: { ...difference.interval } } : null;
}
