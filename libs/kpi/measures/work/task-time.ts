import { geometricMeanRatio, relativeChange } from '#statistics';
import { compareText, evidenceOf } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { ownFacts, sinceStart } from '../../frame/own-facts.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { Measure, MeasureFigure, MeasureValue } from '../measure.ts';
import { teamRows, workRows } from '../values/team-rows.ts';
import type { TaskMeasurement } from './task-measurement.ts';

export const taskTime: Measure = {
  id: 'task-time',
  title: 'Time for tasks, before and after',
  definition:
    'How much longer or shorter tasks take after than before, as a ratio of geometric means less one: ' +
    '-0.2 is a fifth shorter. ' +
    'Each duration is taken relative to its own task’s geometric mean before, so that another mix of tasks changes nothing; ' +
    'a task that was not measured both before and after is left out. ' +
    'Rows are tasks, or teams.',
  definitionVersion: '1.0',
  unit: 'ratio',
  selfReported: false,
  dimensions: ['team'],
  reveals: 'scores',
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    return taskTimeFigure(await reader.taskMeasurements(), frame, by);
  },
};

/** A measurement that has a duration. */
interface Timed {
  readonly measurement: TaskMeasurement;
  readonly minutes: number;
}

/** How much longer or shorter tasks take after than before; rows are tasks, or teams. */
export function taskTimeFigure(
  facts: readonly TaskMeasurement[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const told = ownFacts(facts, frame, ({ team }) => ({ team }));
  const timed = told.flatMap((measurement): Timed[] =>
    measurement.minutes === null || measurement.minutes <= 0
      ? []
      : [{ measurement, minutes: measurement.minutes }],
  );
  const apart = told.flatMap((measurement) => {
    const { minutes, task } = measurement;
    if (minutes !== null && minutes > 0) return [];
    return [
      evidenceOf('excluded', task, measurement, minutes === null ? 'minutes not told' : 'not above zero'),
    ];
  });
  const tasks = Map.groupBy(timed, ({ measurement }) => measurement.task);
  const whole = changeOf(timed);
  return {
    ...whole,
    evidence: [...whole.evidence, ...apart],
    period: sinceStart(frame),
    excluded: tally(apart.flatMap(({ reason }) => reason ?? [])),
    unmatched: 0,
    rows:
      by === null
        ? [...tasks]
            .sort(([a], [b]) => compareText(a, b))
            .map(([task, own]) => ({ key: task, title: task, column: null, ...changeOf(own) }))
        : workRows(
            teamRows(by, timed, ({ measurement }) => measurement.team, changeOf),
            frame,
          ),
    notes: ['Before and after: whatever else changed in that time counts too.'],
    feed: scanOf(told),
  };
}

/**
 * Each duration is taken relative to the geometric mean before of its own task, so that another mix of tasks changes
 * nothing; tasks that were not measured before and after are left out.
 */
function changeOf(timed: readonly Timed[]): MeasureValue {
  const tasks = [...Map.groupBy(timed, ({ measurement }) => measurement.task)]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, own]) => ({ before: minutesOf(own, 'before'), after: minutesOf(own, 'after'), own }))
    .filter(({ before, after }) => before.length > 0 && after.length > 0)
    .map((task) => ({ ...task, usual: geometricMean(task.before) }));
  const relative = (moment: 'before' | 'after') =>
    tasks.flatMap((task) => task[moment].map((minutes) => minutes / task.usual));
  const [before, after] = [relative('before'), relative('after')];
  const ratio = relativeChange(geometricMeanRatio(after, before));
  const compared = tasks.length > 0;
  return {
    value: compared ? geometricMean(after) / geometricMean(before) - 1 : null,
    numerator: null,
    denominator: null,
    n: before.length + after.length,
    // no person is told of, but in the rows of teams
    people: 0,
    interval: ratio.ok ? ratio.interval : null,
    reason: compared ? null : 'No task was measured both before and after.',
    details: {
      minutesBefore: tasks.length === 1 ? geometricMean(tasks[0]?.before ?? []) : null,
      minutesAfter: tasks.length === 1 ? geometricMean(tasks[0]?.after ?? []) : null,
      measuredBefore: before.length,
      measuredAfter: after.length,
    },
    evidence: tasks.flatMap(({ own }) =>
      own.map(({ measurement }) =>
        evidenceOf(
          measurement.moment === 'after' ? 'numerator' : 'denominator',
          measurement.task,
          measurement,
        ),
      ),
    ),
  };
}

function minutesOf(timed: readonly Timed[], moment: TaskMeasurement['moment']): number[] {
  return timed
    .filter(({ measurement }) => measurement.moment === moment)
    .map(({ minutes }) => minutes)
    .sort((a, b) => a - b);
}

/** Of at least one value above zero. */
function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
