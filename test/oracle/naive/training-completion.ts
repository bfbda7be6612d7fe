import { secondsBetween, type Instant } from '#platform';
import { newcombeDifference } from '#statistics';
import { expectedShare, shareInterval } from './estimates.ts';
import { countEach, evidence, type Expected, type Reading } from './figure.ts';
import { byTime, countedAt, type LogEntry, type Pair } from './log.ts';
import { learningOf, metBy, type Learning, type Signal } from './learning.ts';
import { adjusted, peopleOf, periodOf, rowOf, type Person } from './people.ts';
import type { Program } from './program.ts';
import { freshnessOf, staleness } from './staleness.ts';
import { satisfies, targetOf, thresholdVerdict } from './status.ts';

/** "Closed window: completed by own day 90 / adjusted cohort. Open window: share to date." */
export function trainingCompletion(
  log: readonly LogEntry[],
  program: Program,
  pair: Pair,
  by: string,
): Reading {
  const counted = countedAt(log, pair);
  const people = peopleOf(program, counted, pair);
  const learning = learningOf(program, counted);
  const heard = [
    ...people.map(({ enrolled }) => enrolled),
    ...learning.signals
      .filter(({ learner }) => people.some((person) => person.learner === learner))
      .map(({ entry }) => entry),
    ...learning.strangers.values(),
  ];
  const figure = (group: readonly Person[], strangers: Learning['strangers']) =>
    figureOf(program, group, { ...learning, strangers }, heard, pair);
  const groups = Map.groupBy(people, (person) => rowOf(program, person, by));
  const whole = figure(people, learning.strangers);
  const rowFigure = (group: readonly Person[]): Expected => {
    const row = figure(group, new Map());
    return { ...row, details: { ...row.details, differenceToRest: differenceToRest(row, whole) } };
  };
  return {
    whole,
    rows: new Map([...groups].map(([key, group]) => [key, rowFigure(group)])),
    minimumGroup: program.privacy.minimumGroup.counts,
  };
}

function figureOf(
  program: Program,
  people: readonly Person[],
  { signals, strangers, broken }: Learning,
  heard: readonly LogEntry[],
  { asOf }: Pair,
): Expected {
  const cohort = adjusted(people);
  const period = periodOf(people, asOf);
  const progress = cohort.map((person) => ({
    person,
    ...progressOf(
      person,
      signals.filter(({ learner }) => learner === person.learner),
    ),
  }));
  const complete = progress.filter(({ completed }) => completed !== null);
  const running = progress.filter(
    ({ person, completed }) => completed === null && !person.withdrawn && asOf < person.window.end,
  );
  const excluded = people.flatMap(({ learner, excluded: exclusion }) =>
    exclusion ? [{ learner, ...exclusion }] : [],
  );
  const early = progress.flatMap(({ person, early: entries }) =>
    entries.map((entry) => evidence('quarantined', person.learner, entry)),
  );
  const setAside = cohort.flatMap(({ learner, required }) => {
    const own = broken.filter(
      (one) => one.learner === learner && required.some(({ id }) => id === one.module),
    );
    return [...new Map(own.map((one) => [one.entry, one])).values()];
  });
  const n = cohort.length;
  const numerator = complete.length;
  const interval = shareInterval(numerator, n);
  const { 'training-completion': minimum } = program.status.minimumN;
  const tooFew =
    n === 0
      ? ['Nobody is enrolled.']
      : n < minimum
        ? [`Only ${n} learners are enrolled; at least ${minimum} are needed.`]
        : [];
  const target = program.targets['training-completion'];
  const needed = target === undefined || n === 0 ? null : moreNeeded(numerator, n, target);
  return {
    period,
    value: n === 0 ? null : numerator / n,
    numerator,
    denominator: n,
    n,
    excluded: countEach(excluded.map(({ reason }) => reason)),
    unmatched: strangers.size,
    censored: running.length,
    interval,
    target: targetOf(target),
    baseline: null,
    freshness: freshnessOf(heard),
    ...thresholdVerdict({
      value: n === 0 ? null : numerator / n,
      target,
      interval,
      closed: period.closed,
      census: true,
      obstacles: [
        ...tooFew,
        ...(numerator < n ? staleness(heard, asOf, period.end, program.status.staleAfter) : []),
      ],
      running: running.length > 0,
      outOfReach: !period.closed && needed !== null && needed > running.length,
    }),
    details: {
      quarantined: countEach([
        ...early.map(() => 'completed before enrolment'),
        ...setAside.map(({ rule }) => rule),
      ]),
      withdrawn: cohort.filter(({ withdrawn }) => withdrawn).length,
      moreNeeded: needed,
      expectation: period.closed
        ? null
        : expectationOf(
            progress,
            running.map(({ person }) => person),
            asOf,
          ),
    },
    evidence: [
      ...complete.flatMap(({ person, completed }) =>
        completed ? [evidence('numerator', person.learner, completed.entry)] : [],
      ),
      ...cohort.map(({ learner, enrolled }) => evidence('denominator', learner, enrolled)),
      ...excluded.map(({ learner, entry }) => evidence('excluded', learner, entry)),
      ...[...strangers].map(([actor, entry]) => evidence('unmatched', actor, entry)),
      ...running.map(({ person }) => evidence('censored', person.learner, person.enrolled)),
      ...early,
      ...setAside.map(({ learner, entry }) => evidence('quarantined', learner, entry)),
    ],
  };
}

/**
 * Complete by the event that met the last module required. Completion before day 1 counts only where the module says so;
 * else it is quarantined, an event once for each module.
 */
function progressOf(person: Person, signals: readonly Signal[]) {
  const early: LogEntry[] = [];
  const met: (Signal | null)[] = [];
  for (const module of person.required) {
    const own = signals.filter((signal) => signal.module === module.id);
    const before = own.filter(({ entry }) => entry.occurredAt < person.window.start);
    const inTime = own.filter(
      (signal) =>
        signal.entry.occurredAt <= person.window.end &&
        (module.priorCompletionCounts || !before.includes(signal)),
    );
    if (!module.priorCompletionCounts) early.push(...new Set(before.map(({ entry }) => entry)));
    met.push(metBy(module, inTime));
  }
  const all = met.filter((signal) => signal !== null).toSorted((a, b) => byTime(a.entry, b.entry));
  return { completed: all.length === met.length ? (all.at(-1) ?? null) : null, early };
}

/**
 * "The Kaplan-Meier expectation on each learner's own clock, censoring only learners whose window still runs (a withdrawal is
 * never)", in days. Those who withdrew say nothing of days that nobody else has come to.
 */
function expectationOf(
  progress: readonly { readonly person: Person; readonly completed: Signal | null }[],
  running: readonly Person[],
  asOf: Instant,
) {
  const days = ({ window }: Person, moment: Instant) =>
    Math.max(0, secondsBetween(window.start, moment) / 86_400);
  const horizon = Math.max(0, ...progress.map(({ person }) => days(person, person.window.end)));
  const others = progress.filter(({ person }) => !person.withdrawn);
  const furthest = others.map(({ person }) => Math.min(days(person, asOf), days(person, person.window.end)));
  const observed = progress.map(({ person, completed }) => {
    if (completed !== null) return { time: days(person, completed.entry.occurredAt), event: true };
    if (person.withdrawn)
      return { time: others.length === 0 ? horizon : Math.max(...furthest), event: false };
    return { time: running.includes(person) ? days(person, asOf) : horizon, event: false };
  });
  return expectedShare(observed, horizon);
}

/** "Role differences by Newcombe method 10": of a group and everybody else. */
function differenceToRest(row: Expected, whole: Expected) {
  const [k, all] = [row.numerator ?? 0, whole.numerator ?? 0];
  const difference = newcombeDifference({ k, n: row.n }, { k: all - k, n: whole.n - row.n });
  return difference.ok ? { value: difference.estimate, interval: { ...difference.interval } } : null;
}

function moreNeeded(
  complete: number,
  n: number,
  target: { readonly value: number; readonly comparison: string },
): number {
  let more = 0;
  while (complete + more <= n && !satisfies((complete + more) / n, target)) more += 1;
  return more;
}
