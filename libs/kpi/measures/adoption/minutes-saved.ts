import { evidenceOf } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { sinceStart } from '../../frame/own-facts.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { PromptUse } from '../../prompt-library/use.ts';
import type { MeasureDefinition, MeasureFigure, MeasureValue } from '../measure.ts';
import { meanValue } from '../values/mean-value.ts';
import { teamRows } from '../values/team-rows.ts';
import { usersOf, usesOf } from './uses.ts';

export const minutesSavedDefinition: MeasureDefinition = {
  id: 'minutes-saved',
  title: 'Minutes saved',
  definition:
    'What users say a use of a prompt saved them, in minutes: ' +
    'the mean of the uses of which it was told, and in the details their total. ' +
    'Self-reported: ' +
    'nobody measured it. ' +
    'Rows are tasks, or teams.',
  definitionVersion: '1.0',
  unit: 'minutes',
  selfReported: true,
  dimensions: ['team'],
  reveals: 'counts',
  scope: 'read',
  names: [],
};

/** What users say a use saved them, the mean of those who said; rows are tasks, or teams. */
export function minutesSavedFigure(
  facts: readonly PromptUse[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const uses = usesOf(facts, frame);
  const told = uses.filter(({ minutesSaved }) => minutesSaved !== null);
  const apart = uses
    .filter(({ minutesSaved }) => minutesSaved === null)
    .map((use) => evidenceOf('excluded', use.prompt, use, 'minutes not told'));
  const whole = valueOf(told);
  return {
    ...whole,
    evidence: [...whole.evidence, ...apart],
    period: sinceStart(frame),
    excluded: tally(apart.flatMap(({ reason }) => reason ?? [])),
    unmatched: 0,
    rows: by === null ? taskRows(told) : teamRows(by, told, ({ team }) => team, valueOf),
    notes: ['Self-reported: nobody measured these minutes.'],
    feed: uses,
  };
}

function taskRows(uses: readonly PromptUse[]) {
  const tasks = Map.groupBy(uses, ({ task }) => task);
  return [...tasks]
    .sort(([a], [b]) => Number(a === '') - Number(b === '') || (a < b ? -1 : 1))
    .map(([task, own]) => ({
      key: task || 'unknown',
      title: task || 'Unknown task',
      column: null,
      ...valueOf(own),
    }));
}

function valueOf(uses: readonly PromptUse[]): MeasureValue {
  const minutes = uses.flatMap(({ minutesSaved }) => minutesSaved ?? []);
  return {
    ...meanValue(
      minutes,
      uses.map((use) => evidenceOf('numerator', use.prompt, use)),
      'No use of a prompt told how many minutes it saved.',
      { total: minutes.toSorted((a, b) => a - b).reduce((sum, value) => sum + value, 0) },
    ),
    people: usersOf(uses),
  };
}
