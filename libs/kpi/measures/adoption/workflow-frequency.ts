import { secondsBetween } from '#platform';
import { poissonRate } from '#statistics';
import { evidenceOf } from '../../evidence/evidence.ts';
import type { Frame } from '../../frame/frame.ts';
import { sinceStart } from '../../frame/own-facts.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { PromptUse } from '../../prompt-library/use.ts';
import type { Measure, MeasureFigure, MeasureValue } from '../measure.ts';
import { peopleBehind } from '../values/people-behind.ts';
import { teamRows } from '../values/team-rows.ts';
import { taskRows, usesOf } from './uses.ts';

export const workflowFrequency: Measure = {
  id: 'workflow-frequency',
  title: 'How often AI is used at work',
  definition:
    'Uses of prompts at work a week, from the start of the program to the asked moment. ' +
    'Rows are tasks, or teams.',
  definitionVersion: '1.1',
  unit: 'per-week',
  selfReported: false,
  dimensions: ['team'],
  reveals: 'counts',
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    return workflowFrequencyFigure(await reader.promptUses(), frame, by);
  },
};

const WEEK_SECONDS = 7 * 86_400;

/** Uses of prompts a week since the program started; rows are tasks, or teams. */
export function workflowFrequencyFigure(
  facts: readonly PromptUse[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const uses = usesOf(facts, frame);
  const period = sinceStart(frame);
  const weeks = Math.max(0, secondsBetween(period.start, frame.clocks.asOf) / WEEK_SECONDS);
  const valueOf = (own: readonly PromptUse[]) => rateOf(own, weeks);
  return {
    ...valueOf(uses),
    period,
    excluded: {},
    unmatched: 0,
    rows: by === null ? taskRows(uses, valueOf) : teamRows(by, uses, ({ team }) => team, valueOf),
    notes: [
      'Uses by one person are not independent: where few people stand behind many uses, the interval is too narrow.',
    ],
    feed: scanOf(uses),
  };
}

function rateOf(uses: readonly PromptUse[], weeks: number): MeasureValue {
  const rate = poissonRate(uses.length, weeks);
  return {
    value: rate.ok ? rate.estimate : null,
    numerator: uses.length,
    denominator: null,
    n: uses.length,
    people: peopleBehind(uses),
    interval: rate.ok ? rate.interval : null,
    reason: rate.ok ? null : 'The program has not started.',
    details: { weeks },
    evidence: uses.map((use) => evidenceOf('numerator', use.prompt, use)),
  };
}
