import type { Frame } from '../../frame/frame.ts';
import { ownFacts, sinceStart } from '../../frame/own-facts.ts';
import type { PromptUse } from '../../prompt-library/use.ts';

/** The uses of prompts at work that are the program's, since it started. */
export function usesOf(facts: readonly PromptUse[], frame: Frame): PromptUse[] {
  const { start } = sinceStart(frame);
  return ownFacts(facts, frame, ({ team, learner }) => ({ team, learner })).filter(
    ({ occurredAt }) => occurredAt >= start,
  );
}
