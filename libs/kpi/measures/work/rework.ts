import { newcombeDifference, type Share } from '#statistics';
import { compareText, evidenceOf } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { ownFacts, sinceStart } from '../../frame/own-facts.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { Details, Dimension } from '../../kpi.schema.ts';
import type { Measure, MeasureFigure, MeasureValue } from '../measure.ts';
import { teamRows, workRows } from '../values/team-rows.ts';
import { moments, type WorkMoment } from './moment.ts';
import type { TaskMeasurement } from './task-measurement.ts';

export const rework: Measure = {
  id: 'rework',
  title: 'Rework, before and after',
  definition:
    'The share of work that was done again, after the program less before: ' +
    '-0.1 is ten points less. ' +
    'Details have both shares, and those of escalations. ' +
    'Rows are tasks, or teams.',
  definitionVersion: '1.0',
  unit: 'share',
  selfReported: false,
  dimensions: ['team'],
  reveals: 'counts',
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    return reworkFigure(await reader.taskMeasurements(), frame, by);
  },
};

/** The share of work that was done again, after less before; rows are tasks, or teams. Escalations stand beside it. */
export function reworkFigure(
  facts: readonly TaskMeasurement[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const told = ownFacts(facts, frame, ({ team }) => ({ team }));
  const counted = told.filter(({ rework }) => rework !== null);
  const apart = told
    .filter(({ rework }) => rework === null)
    .map((one) => evidenceOf('excluded', one.task, one, 'rework not told'));
  const tasks = Map.groupBy(counted, ({ task }) => task);
  const whole = changeOf(counted);
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
            teamRows(by, counted, ({ team }) => team, changeOf),
            frame,
          ),
    notes: ['Before and after: whatever else changed in that time counts too.'],
    feed: scanOf(told),
  };
}

function changeOf(measurements: readonly TaskMeasurement[]): MeasureValue {
  const share = (moment: WorkMoment) => shareOf(measurements, moment, ({ rework }) => rework);
  const [before, after] = [share('before'), share('after')];
  const difference = newcombeDifference(after, before);
  return {
    value: difference.ok ? difference.estimate : null,
    numerator: null,
    denominator: null,
    n: before.n + after.n,
    // no person is told of, but in the rows of teams
    people: 0,
    interval: difference.ok ? difference.interval : null,
    reason: difference.ok ? null : 'Work of both before and after is needed.',
    details: { before: told(before), after: told(after), escalated: escalations(measurements) },
    evidence: measurements.map((one) =>
      evidenceOf(
        one.moment === 'after' ? 'numerator' : 'denominator',
        one.task,
        one,
        one.rework === true ? 'done again' : undefined,
      ),
    ),
  };
}

function escalations(measurements: readonly TaskMeasurement[]): Details {
  return Object.fromEntries(
    moments.map((moment) => [moment, told(shareOf(measurements, moment, ({ escalated }) => escalated))]),
  );
}

function shareOf(
  measurements: readonly TaskMeasurement[],
  moment: WorkMoment,
  of: (one: TaskMeasurement) => boolean | null,
): Share {
  const known = measurements.filter((one) => one.moment === moment).flatMap((one) => of(one) ?? []);
  return { k: known.filter(Boolean).length, n: known.length };
}

function told({ k, n }: Share) {
  return { value: n === 0 ? null : k / n, numerator: k, denominator: n };
}
