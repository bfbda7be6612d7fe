import { compareText } from '../../evidence/evidence.ts';
import type { Frame } from '../../frame/frame.ts';
import { ownFacts, sinceStart } from '../../frame/own-facts.ts';
import type { PromptUse } from '../../prompt-library/use.ts';
import type { MeasureRow, MeasureValue } from '../measure.ts';

/** The uses of prompts at work that are the program's, since it started. */
export function usesOf(facts: readonly PromptUse[], frame: Frame): PromptUse[] {
  const { start } = sinceStart(frame);
  return ownFacts(facts, frame, ({ team, learner }) => ({ team, learner })).filter(
    ({ occurredAt }) => occurredAt >= start,
  );
}

/** A row for each task in the order of their names; uses whose task was not told come last. */
export function taskRows(
  uses: readonly PromptUse[],
  valueOf: (own: readonly PromptUse[]) => MeasureValue,
): MeasureRow[] {
  return [...Map.groupBy(uses, ({ task }) => task)]
    .sort(([a], [b]) => Number(a === '') - Number(b === '') || compareText(a, b))
    .map(([task, own]) => ({
      key: task || 'unknown',
      title: task || 'Unknown task',
      column: null,
      ...valueOf(own),
    }));
}
