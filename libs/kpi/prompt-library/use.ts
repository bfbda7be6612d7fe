import type { Acceptance } from '#events';
import type { FactOrigin } from '../evidence/evidence.ts';

/** A use of a prompt at work, with the program it names; '' where the event says nothing. */
export interface PromptUse extends FactOrigin {
  readonly program: string;
  readonly prompt: string;
  readonly version: string;
  readonly task: string;
  readonly team: string;
  readonly learner: string;
  /** what became of the output; null: not told */
  readonly acceptance: Acceptance | null;
  /** as the user guessed; null: not told */
  readonly minutesSaved: number | null;
}
