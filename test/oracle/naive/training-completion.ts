import { wilson } from '#statistics';
import { countEach, evidence, type Expected, type Reading } from './figure.ts';
import { byTime, countedAt, type LogEntry, type Pair } from './log.ts';
import { learningOf, metBy, type Learning, type Signal } from './learning.ts';
import { adjusted, peopleOf, periodOf, rowOf, type Person } from './people.ts';
import type { Program } from './program.ts';
import { isStale } from './staleness.ts';
import { satisfies, thresholdVerdict } from './status.ts';

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
    figureOf(program, group, { signals: learning.signals, strangers }, heard, pair);
  const groups = Map.groupBy(people, (person) => rowOf(program, person, by));
  return {
    whole: figure(people, learning.strangers),
    rows: new Map([...groups].map(([key, group]) => [key, figure(group, new Map())])),
  };
}

function figureOf(
  program: Program,
  people: readonly Person[],
  { signals, strangers }: Learning,
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
  const n = cohort.length;
  const numerator = complete.length;
  const share = wilson(numerator, n);
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
    baseline: null,
    ...thresholdVerdict({
      value: n === 0 ? null : numerator / n,
      target,
      interval: share.ok ? share.interval : null,
      closed: period.closed,
      census: true,
      cannot:
        n < program.status.minimumN['training-completion'] ||
        (numerator < n && isStale(heard, asOf, period.end, program.status.staleAfter)),
      running: running.length > 0,
      outOfReach: !period.closed && needed !== null && needed > running.length,
    }),
    details: {
      quarantined: early.length === 0 ? {} : { 'completed before enrolment': early.length },
      withdrawn: cohort.filter(({ withdrawn }) => withdrawn).length,
      moreNeeded: needed,
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

function moreNeeded(
  complete: number,
  n: number,
  target: { readonly value: number; readonly comparison: string },
): number {
  let more = 0;
  while (complete + more <= n && !satisfies((complete + more) / n, target)) more += 1;
  return more;
}
