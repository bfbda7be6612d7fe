import { quantile } from '#statistics';
import { evidenceOf } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { sinceStart } from '../../frame/own-facts.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { PromptUse } from '../../prompt-library/use.ts';
import type { Measure, MeasureFigure, MeasureValue } from '../measure.ts';
import { peopleBehind } from '../values/people-behind.ts';
import { teamRows } from '../values/team-rows.ts';
import { taskRows, usesOf } from './uses.ts';

export const minutesSaved: Measure = {
  id: 'minutes-saved',
  title: 'Minutes saved',
  definition:
    'What users say a use of a prompt saved them, in minutes: ' +
    'the median of the uses of which it was told; below zero it cost time. ' +
    'The total in the details is of those uses alone: ' +
    'what was not told is never guessed from what was. ' +
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
  async figure(reader, frame, by) {
    return minutesSavedFigure(await reader.promptUses(), frame, by);
  },
};

/** What users say a use saved them, the median of what was said; rows are tasks, or teams. */
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
    rows: by === null ? taskRows(told, valueOf) : teamRows(by, told, ({ team }) => team, valueOf),
    notes: ['Self-reported: nobody measured these minutes.'],
    feed: scanOf(uses),
  };
}

function valueOf(uses: readonly PromptUse[]): MeasureValue {
  const minutes = uses.flatMap(({ minutesSaved }) => minutesSaved ?? []).sort((a, b) => a - b);
  const median = quantile(minutes, 0.5);
  return {
    value: median.ok ? median.estimate : null,
    numerator: null,
    denominator: null,
    n: minutes.length,
    people: peopleBehind(uses),
    // a guess of each user: an interval would lend it a precision that nobody measured
    interval: null,
    reason: median.ok ? null : 'No use of a prompt told how many minutes it saved.',
    details: { total: minutes.reduce((sum, value) => sum + value, 0) },
    evidence: uses.map((use) => evidenceOf('numerator', use.prompt, use)),
  };
}
