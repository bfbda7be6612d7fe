import type { Instant } from '#platform';
import { average, countEach, evidence, type Ends, type Expected, type Reading } from './figure.ts';
import { countedAt, type LogEntry, type Pair } from './log.ts';
import { learningOf, type Signal } from './learning.ts';
import { adjusted, peopleOf, periodOf, rowOf, type Person } from './people.ts';
import type { Program } from './program.ts';
import { firstOf, percentOf, scoresOf, type Score } from './scores.ts';
import { isStale } from './staleness.ts';
import { thresholdVerdict } from './status.ts';

/** "Headline: mean(post)/mean(pre) - 1 over matched learners." */
export function skillsGain(
  log: readonly LogEntry[],
  program: Program,
  pair: Pair,
  by: string,
  intervalOf: (row: string | null) => Ends,
): Reading {
  const counted = countedAt(log, pair);
  const people = peopleOf(program, counted, pair);
  const { signals, strangers } = learningOf(program, counted);
  const scores = scoresOf(program, counted);
  const isMember = ({ learner }: { learner: string }) => people.some((person) => person.learner === learner);
  const heard = [
    ...people.map(({ enrolled }) => enrolled),
    ...signals.filter(isMember).map(({ entry }) => entry),
    ...strangers.values(),
    ...scores.filter(isMember).map(({ entry }) => entry),
  ];
  const figure = (group: readonly Person[], row: string | null) =>
    figureOf(program, group, { scores, signals, heard }, intervalOf(row), pair);
  const groups = Map.groupBy(people, (person) => rowOf(program, person, by));
  return {
    whole: figure(people, null),
    rows: new Map([...groups].map(([key, group]) => [key, figure(group, key)])),
  };
}

interface Facts {
  readonly scores: readonly Score[];
  readonly signals: readonly Signal[];
  readonly heard: readonly LogEntry[];
}

function figureOf(
  program: Program,
  people: readonly Person[],
  { scores, signals, heard }: Facts,
  interval: Ends,
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
  const quarantined = pairs.flatMap((pair) => pair.quarantined);
  const excluded = people.flatMap(({ learner, excluded: exclusion }) =>
    exclusion ? [{ learner, ...exclusion }] : [],
  );
  const meanPre = average(matched.map(({ pre }) => pre.percent));
  const meanPost = average(matched.map(({ post }) => post.percent));
  const n = matched.length;
  const value = meanPre === null || meanPost === null || meanPre <= 0 ? null : meanPost / meanPre - 1;
  const { minimumN, matched: matchedNeeded, staleAfter } = program.status;
  return {
    period,
    value,
    numerator: meanPost,
    denominator: meanPre,
    n,
    excluded: countEach(excluded.map(({ reason }) => reason)),
    unmatched: unmatched.length,
    censored: waiting.length,
    baseline: null,
    ...thresholdVerdict({
      value,
      target: program.targets['skills-gain'],
      interval,
      closed: period.closed,
      census: false,
      cannot:
        n < minimumN['skills-gain'] ||
        (unmatched.length > 0 && n / (n + unmatched.length) < matchedNeeded) ||
        isStale(heard, asOf, period.end, staleAfter),
    }),
    details: {
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

function onlyOf(
  pairs: readonly ScorePair[],
  only: (pair: ScorePair) => Usable | null,
  name: string,
): Record<string, number | null> {
  const found = pairs.flatMap((pair) => only(pair) ?? []);
  return { n: found.length, [name]: average(found.map(({ percent }) => percent)) };
}

interface Usable {
  readonly score: Score;
  readonly percent: number;
}

interface ScorePair {
  readonly person: Person;
  readonly pre: Usable | null;
  readonly post: Usable | null;
  /** why not matched; null: matched, or never assessed before or after */
  readonly reason: string | null;
  /** the score that stands for an unmatched learner in the evidence */
  readonly shown: Score | null;
  readonly quarantined: readonly {
    readonly learner: string;
    readonly score: Score;
    readonly reason: string;
  }[];
}

/** When the learner first finished a module in the program; one that was waived taught nothing. */
function firstModuleOf({ learner, window }: Person, signals: readonly Signal[]): Instant | null {
  const taught = signals.find(
    (signal) =>
      signal.learner === learner && signal.kind !== 'waived' && signal.entry.occurredAt >= window.start,
  );
  return taught?.entry.occurredAt ?? null;
}

/**
 * "Pre = the first attempt before the learner's first module, else unmatched; post = the first post attempt inside the
 * window; same or declared-equivalent form." The first attempt stands, whether or not it can be used.
 */
function pairOf(
  program: Program,
  person: Person,
  scores: readonly Score[],
  firstModule: Instant | null,
): ScorePair {
  const { learner, window } = person;
  const firstPre = firstOf(scores.filter(({ phase }) => phase === 'pre'));
  const posts = scores.filter(({ phase }) => phase === 'post');
  const firstPost = firstOf(
    posts.filter(({ entry }) => entry.occurredAt >= window.start && entry.occurredAt <= window.end),
  );
  const inTime = firstPre !== null && (firstModule === null || firstPre.entry.occurredAt < firstModule);
  const quarantined: { learner: string; score: Score; reason: string }[] = [];
  const use = (score: Score | null): Usable | null => {
    if (score === null) return null;
    const percent = percentOf(program, score);
    if (typeof percent === 'number') return { score, percent };
    quarantined.push({ learner, score, reason: percent });
    return null;
  };
  const pre = use(inTime ? firstPre : null);
  let post = use(firstPost);
  if (post !== null && firstPre === null)
    quarantined.push({ learner, score: post.score, reason: 'post without pre' });
  if (post !== null && firstPre !== null && post.score.entry.occurredAt < firstPre.entry.occurredAt) {
    quarantined.push({ learner, score: post.score, reason: 'post before pre' });
    post = null;
  }
  const shown = firstPre ?? firstPost ?? firstOf(posts);
  return { person, pre, post, shown, quarantined, reason: reasonOf() };

  function reasonOf(): string | null {
    if (shown === null) return null;
    if (firstPre === null) return 'no pre score';
    if (!inTime) return 'the first pre attempt came after the first module';
    if (pre === null) return 'the pre score cannot be used';
    if (post === null) return 'no usable post score in the window';
    return areEquivalent(program, pre.score, post.score) ? null : 'forms not equivalent';
  }
}

function areEquivalent(program: Program, a: Score, b: Score): boolean {
  if (a.form === b.form) return true;
  const forms = program.assessments.find(({ id }) => id === a.assessment)?.forms ?? [];
  const declares = (one: string, other: string) =>
    forms.some(({ id, equivalentTo }) => id === one && equivalentTo.includes(other));
  return declares(a.form, b.form) || declares(b.form, a.form);
}
