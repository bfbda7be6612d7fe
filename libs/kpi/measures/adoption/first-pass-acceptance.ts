import { ACCEPTANCES } from '#events';
import { evidenceOf } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { sinceStart } from '../../frame/own-facts.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { PromptUse } from '../../prompt-library/use.ts';
import type { Measure, MeasureFigure, MeasureValue } from '../measure.ts';
import { peopleBehind } from '../values/people-behind.ts';
import { shareValue } from '../values/share-value.ts';
import { teamRows } from '../values/team-rows.ts';
import { usesOf } from './uses.ts';

export const firstPassAcceptance: Measure = {
  id: 'first-pass-acceptance',
  title: 'First-pass acceptance',
  definition:
    'Of the uses of prompts at work of which it was told what became of the output, the share that was taken as it was, without an edit. ' +
    'Rows are prompts, or teams; ' +
    'details count each outcome.',
  definitionVersion: '1.0',
  unit: 'share',
  selfReported: false,
  dimensions: ['team'],
  reveals: 'counts',
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    return firstPassAcceptanceFigure(await reader.promptUses(), frame, by);
  },
};

/** Uses whose output was taken as it was; rows are prompts, or teams. */
export function firstPassAcceptanceFigure(
  facts: readonly PromptUse[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const uses = usesOf(facts, frame);
  const told = uses.filter(({ acceptance }) => acceptance !== null);
  const apart = uses
    .filter(({ acceptance }) => acceptance === null)
    .map((use) => evidenceOf('excluded', use.prompt, use, 'acceptance not told'));
  const whole = valueOf(told);
  return {
    ...whole,
    evidence: [...whole.evidence, ...apart],
    period: sinceStart(frame),
    excluded: tally(apart.flatMap(({ reason }) => reason ?? [])),
    unmatched: 0,
    rows: by === null ? promptRows(told) : teamRows(by, told, ({ team }) => team, valueOf),
    notes: [
      'Uses by one person are not independent: where few people stand behind many uses, the interval is too narrow.',
    ],
    feed: scanOf(uses),
  };
}

function promptRows(uses: readonly PromptUse[]) {
  const prompts = Map.groupBy(uses, ({ prompt }) => prompt);
  return [...prompts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([prompt, own]) => ({ key: prompt, title: prompt, column: null, ...valueOf(own) }));
}

function valueOf(uses: readonly PromptUse[]): MeasureValue {
  const counted = ACCEPTANCES.map((one) => [one, uses.filter(({ acceptance }) => acceptance === one).length]);
  const evidence = uses.flatMap((use) => [
    evidenceOf('denominator', use.prompt, use, use.acceptance ?? undefined),
    ...(use.acceptance === 'as-is' ? [evidenceOf('numerator', use.prompt, use)] : []),
  ]);
  return {
    ...shareValue(
      evidence,
      'No use of a prompt told what became of its output.',
      Object.fromEntries(counted),
    ),
    people: peopleBehind(uses),
  };
}
