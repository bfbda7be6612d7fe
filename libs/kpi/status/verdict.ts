import type { Confidence, Interval, Result, Status } from '../kpi.schema.ts';

/** What is said of a number: the status, what the closed window established, how far it carries, and why. */
export interface Verdict {
  readonly status: Status;
  readonly result: Result;
  readonly confidence: Confidence;
  /** sentences for a program lead; the first names what decided */
  readonly reasons: readonly string[];
}

/**
 * The verdict when a number cannot be judged.
 * @param reached whether a closed window reached its target, where that is a fact all the same; null: nothing established
 */
export function cannotSay(reasons: readonly string[], reached: boolean | null = null): Verdict {
  return { status: 'cannot-say', result: resultOf(reached), confidence: 'none', reasons };
}

export function resultOf(reached: boolean | null): Result {
  if (reached === null) return 'open';
  return reached ? 'reached' : 'not-reached';
}

/** On which side of a bound an interval lies wholly. A side without a bound reaches to infinity. */
export function sideOf(interval: Interval | null, bound: number): 'above' | 'below' | 'across' {
  if (interval === null) return 'across';
  if (interval.low !== null && interval.low > bound) return 'above';
  if (interval.high !== null && interval.high < bound) return 'below';
  return 'across';
}
