import { shareInterval } from './estimates.ts';
import { average, countEach, evidence, type Expected, type Reading } from './figure.ts';
import { gainEstimates } from './gain-estimates.ts';
import { learnerBehind } from './identities.ts';
import { countedAt, type LogEntry, type Pair } from './log.ts';
import { learningOf, type Signal } from './learning.ts';
import { adjusted, peopleOf, periodOf, rowOf, type Person } from './people.ts';
import type { Program } from './program.ts';
import { firstModuleOf, pairOf, type ScorePair, type Usable } from './score-pairs.ts';
import { formsBehind, scoresOf, type Score } from './scores.ts';
import { freshnessOf, staleness } from './staleness.ts';
import { statementsIn } from './statements.ts';
import { targetOf, thresholdVerdict } from './status.ts';

/** "Headline: mean(post)/mean(pre) - 1 over matched learners." */
export function skillsGain(log: readonly LogEntry[], program: Program, pair: Pair, by: string): Reading {
  const counted = countedAt(log, pair);
  const people = peopleOf(program, counted, pair);
  const { signals, strangers } = learningOf(program, counted);
  // Scores of the days between are of minimum capability, and this KPI is not read from them.
  const all = scoresOf(program, counted).filter(({ phase }) => phase === 'pre' || phase === 'post');
  const scores = all.filter(({ broken }) => broken === undefined);
  const setAside = all.filter(({ broken }) => broken !== undefined);
  const isMember = ({ learner }: { learner: string }) => people.some((person) => person.learner === learner);
  const heard = [
    ...people.map(({ enrolled }) => enrolled),
    ...signals.filter(isMember).map(({ entry }) => entry),
    ...strangers.values(),
    ...scores.filter(isMember).map(({ entry }) => entry),
  ];
  const figure = (group: readonly Person[]) =>
    figureOf(program, group, { scores, setAside, signals, heard }, pair);
  const groups = Map.groupBy(people, (person) => rowOf(program, person, by));
  const whole = figure(people);
  const unmatchedActors = strangersWithScores(program, counted);
  return {
    whole: { ...whole, details: { ...whole.details, unmatchedActors } },
    rows: new Map([...groups].map(([key, group]) => [key, figure(group)])),
    minimumGroup: program.privacy.minimumGroup.scores,
  };
}

interface Facts {
  readonly scores: readonly Score[];
  readonly setAside: readonly Score[];
  readonly signals: readonly Signal[];
  readonly heard: readonly LogEntry[];
}

function figureOf(
  program: Program,
  people: readonly Person[],
  { scores, setAside, signals, heard }: Facts,
  { asOf }: Pair,
): Expected {
  const cohort = adjusted(people);
  const period = periodOf(people, asOf);
  const pairs = cohort.map((person) =>
    pairOf(
      program,
      person,
      scores.filter(({ learner }) => learner === person.learner),
      firstModuleOf(person, signals),
    ),
  );
  const matched = pairs.flatMap(({ person, pre, post, reason }) =>
    reason === null && pre !== null && post !== null ? [{ person, pre, post }] : [],
  );
  const unmatched = pairs.filter(({ reason }) => reason !== null);
  const waiting = unmatched.filter(
    ({ person, pre, post }) => pre !== null && post === null && !person.withdrawn && asOf < person.window.end,
  );
  const quarantined = [
    ...pairs.flatMap((pair) => pair.quarantined),
    ...setAside
      .filter(({ learner }) => cohort.some((person) => person.learner === learner))
      .map((score) => ({ learner: score.learner, score, reason: score.broken ?? '' })),
  ];
  const excluded = people.flatMap(({ learner, excluded: exclusion }) =>
    exclusion ? [{ learner, ...exclusion }] : [],
  );
  const meanPre = average(matched.map(({ pre }) => pre.percent));
  const meanPost = average(matched.map(({ post }) => post.percent));
  const n = matched.length;
  const value = meanPre === null || meanPost === null || meanPre <= 0 ? null : meanPost / meanPre - 1;
  const target = program.targets['skills-gain'];
  const [before, after] = [matched.map(({ pre }) => pre.percent), matched.map(({ post }) => post.percent)];
  const { interval, noInterval, effects } = gainEstimates(before, after, `${program.program.id} skills-gain`);
  const atCeiling = after.filter((percent) => percent >= 100).length;
  const pickedLow = program.cohorts.some(({ selectedForLowScores }) => selectedForLowScores);
  return {
    period,
    value,
    numerator: meanPost,
    denominator: meanPre,
    n,
    excluded: countEach(excluded.map(({ reason }) => reason)),
    unmatched: unmatched.length,
    censored: waiting.length,
    interval,
    target: targetOf(target),
    baseline: null,
    freshness: freshnessOf(heard),
    ...thresholdVerdict({
      value,
      target,
      interval,
      closed: period.closed,
      census: false,
      obstacles: [
        ...obstaclesOf(program, n, unmatched.length, meanPre),
        ...staleness(heard, asOf, period.end, program.status.staleAfter),
      ],
    }),
    details: {
      ...effects,
      noInterval,
      ceilingShare: {
        value: n === 0 ? null : atCeiling / n,
        n,
        atMaximum: atCeiling,
        interval: shareInterval(atCeiling, n),
      },
      selectedForLowScores: pickedLow,
      note: pickedLow
        ? 'The cohort was picked for low scores, so part of the gain is regression to the mean.'
        : null,
      quarantined: countEach(quarantined.map(({ reason }) => reason)),
      unmatchedReasons: countEach(unmatched.flatMap(({ reason }) => reason ?? [])),
      forms: countEach(matched.map(({ pre, post }) => `${pre.score.form} → ${post.score.form}`)),
      preOnly: onlyOf(pairs, ({ pre, post }) => (post === null ? pre : null), 'meanPre'),
      postOnly: { n: pairs.filter(({ pre, post }) => pre === null && post !== null).length },
    },
    evidence: [
      ...matched.flatMap(({ person, pre, post }) => [
        evidence('numerator', person.learner, post.score.entry),
        evidence('denominator', person.learner, pre.score.entry),
      ]),
      ...excluded.map(({ learner, entry }) => evidence('excluded', learner, entry)),
      ...unmatched.flatMap(({ person, shown }) =>
        shown === null ? [] : [evidence('unmatched', person.learner, shown.entry)],
      ),
      ...waiting.flatMap(({ person, shown }) =>
        shown === null ? [] : [evidence('censored', person.learner, shown.entry)],
      ),
      ...quarantined.map(({ learner, score }) => evidence('quarantined', learner, score.entry)),
    ],
  };
}

function obstaclesOf(program: Program, n: number, unmatched: number, meanPre: number | null): string[] {
  const { minimumN, matched } = program.status;
  const minimum = minimumN['skills-gain'];
  const reasons: string[] = [];
  if (n === 0) reasons.push('No learner has both a pre and a post score that can be used.');
  else if (n < minimum)
    reasons.push(`Only ${n} learners have both a pre and a post score; at least ${minimum} are needed.`);
  if (unmatched > 0 && n / (n + unmatched) < matched)
    reasons.push(
      `Too few are matched: ${n} of ${n + unmatched} learners with a score have both; ${matched * 100}% are needed.`,
    );
  if (meanPre !== null && meanPre <= 0)
    reasons.push('The mean pre score is not above zero, so no ratio can be formed.');
  return reasons;
}

/** Actors of no learner who have a score before or after. */
function strangersWithScores(program: Program, counted: readonly LogEntry[]): number {
  const whose = learnerBehind(counted);
  const strangers = statementsIn(counted).filter(
    ({ entry, actor, activities, completion, score, broken }) =>
      broken === null &&
      (score.raw !== undefined || score.scaled !== undefined) &&
      completion !== false &&
      activities.some((activity) =>
        formsBehind(program, activity).some(({ phase }) => phase === 'pre' || phase === 'post'),
      ) &&
      whose(actor, entry.occurredAt) === null,
  );
  return new Set(strangers.map(({ name }) => name)).size;
}

function onlyOf(
  pairs: readonly ScorePair[],
  only: (pair: ScorePair) => Usable | null,
  name: string,
): Record<string, number | null> {
  const found = pairs.flatMap((pair) => only(pair) ?? []);
  return { n: found.length, [name]: average(found.map(({ percent }) => percent)) };
}
