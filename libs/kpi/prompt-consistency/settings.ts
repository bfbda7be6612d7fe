import type { Span } from '../figure.ts';
import type { Interval, Target } from '../kpi.schema.ts';

export interface PromptSettings {
  /** reviews by another version of the rubric do not count */
  readonly rubricVersion: string;
  readonly passMark: number;
  readonly k: number;
  readonly baseline: Span | null;
  readonly current: Span;
  readonly target: Target | null;
  readonly minimum: { readonly prompts: number; readonly runs: number; readonly calibrationItems: number };
  readonly staleAfter: string;
  readonly seed: string;
}

/** The headline and its interval; null where S_w of a period cannot be had or the baseline never varied. */
export interface Change {
  readonly value: number;
  readonly interval: Interval | null;
  /** why there is no interval, as a sentence */
  readonly reason: string | null;
}
