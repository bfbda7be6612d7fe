import { localDate, secondsBetween } from '#platform';
import { cohortPeriod } from '../../cohort/member.ts';
import { compareText, evidenceOf } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import type { Reading } from '../../reading.ts';
import type { ModuleFacts } from '../../training-completion/gather-signals.ts';
import { trainingCompletionLoader } from '../../training-completion/loader.ts';
import type { Measure, MeasureFigure, MeasureRow } from '../measure.ts';
import { journeysOf, setAside, type Journey } from './journey.ts';

export const notComplete: Measure = {
  id: 'not-complete',
  title: 'Who has not completed',
  definition:
    'The learners of the adjusted cohort who have not met every required module, by name: what each still lacks, in the order of the program file, and the days left of the own window. ' +
    'Those whose window still runs come first, the nearest end first; then those whose window ended, and those who withdrew. ' +
    'The headline is how many they are; details.moreNeeded is how many further completions the target of training-completion needs, and details.stillPossible how many of these learners still have time.',
  definitionVersion: '1.2',
  unit: 'count',
  selfReported: false,
  dimensions: [],
  reveals: 'counts',
  scope: 'people',
  names: [],
  async figure(reader, frame) {
    const [facts, loaded] = await Promise.all([reader.modules(), trainingCompletionLoader.load(reader)]);
    return notCompleteFigure(facts, loaded.at(frame), frame);
  },
};

/** @param reading training completion of the same frame: what is needed for its target */
export function notCompleteFigure(facts: ModuleFacts, reading: Reading, frame: Frame): MeasureFigure {
  const open = journeysOf(facts, frame)
    .filter(({ missing }) => missing.length > 0)
    .sort(byUrgency);
  const excluded = frame.members.flatMap(({ learner, exclusion }) =>
    exclusion === null ? [] : [evidenceOf('excluded', learner, exclusion, exclusion.reason)],
  );
  const rows = open.map((journey) => rowOf(journey, frame));
  const whole = reading.whole();
  return {
    value: rows.length,
    numerator: null,
    denominator: null,
    n: rows.length,
    interval: null,
    reason: null,
    details: {
      moreNeeded: whole.details['moreNeeded'] ?? null,
      stillPossible: open.filter(({ running }) => running).length,
    },
    evidence: [...rows.flatMap(({ evidence }) => evidence), ...excluded, ...setAside(whole)],
    period: cohortPeriod(frame.members, frame.clocks.asOf),
    excluded: tally(excluded.flatMap(({ reason }) => reason ?? [])),
    unmatched: whole.unmatched,
    rows,
    notes: [],
    feed: reading.feed,
  };
}

const DAY_SECONDS = 86_400;

function rowOf(journey: Journey, { program, clocks }: Frame): MeasureRow {
  const { member, missing, running, last } = journey;
  const { learner, role, track, team, cohort, windowEnd, enrolled } = member;
  const windowEnds = localDate(windowEnd, program.program.timeZone);
  return {
    key: learner,
    title: learner,
    column: null,
    unit: 'days',
    value: running ? secondsBetween(clocks.asOf, windowEnd) / DAY_SECONDS : null,
    numerator: null,
    denominator: null,
    n: 1,
    interval: null,
    reason: running ? null : standing(journey, windowEnds),
    details: {
      role,
      track,
      team,
      cohort,
      missing: missing.map(({ id }) => id),
      missingTitles: missing.map(({ title }) => title),
      windowEnds,
      begun: last !== null,
      lastActivityAt: last?.occurredAt ?? null,
    },
    evidence: [
      evidenceOf('numerator', learner, enrolled, `lacks ${missing.map(({ title }) => title).join(', ')}`),
    ],
  };
}

function standing({ member }: Journey, windowEnds: string): string {
  return member.withdrawn ? 'The learner withdrew.' : `The window ended on ${windowEnds}.`;
}

function byUrgency(a: Journey, b: Journey): number {
  return (
    rank(a) - rank(b) ||
    compareText(a.member.windowEnd, b.member.windowEnd) ||
    a.missing.length - b.missing.length ||
    compareText(a.member.learner, b.member.learner)
  );
}

function rank({ running, member }: Journey): number {
  if (running) return 0;
  return member.withdrawn ? 2 : 1;
}
