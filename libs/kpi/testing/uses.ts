import type { PromptUse } from '../prompt-library/use.ts';
import { origin } from './history.ts';

/** A use of a prompt of the example program, of which nothing else is told. */
export function useOn(at: string, prompt: string, more: Partial<PromptUse> = {}): PromptUse {
  return {
    ...origin(at),
    program: 'ai-reskilling-2026',
    prompt,
    version: '1',
    task: '',
    team: '',
    learner: '',
    acceptance: null,
    minutesSaved: null,
    ...more,
  };
}
