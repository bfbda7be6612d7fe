/** Why a question has no answer. Stable names: they appear in KPI reasons. */
export type CannotReason =
  /** no observation at all */
  | 'empty'
  /** one observation where spread is asked */
  | 'one-value'
  /** fewer observations (runs, events, resamples) than the method needs */
  | 'too-few'
  /** more than the method can work through */
  | 'too-many'
  /** every observation is the same, or the difference of interest is the same in each */
  | 'no-variation'
  /** no event was observed */
  | 'all-censored'
  /** the time asked lies after the last observation, where the curve is not determined */
  | 'beyond-follow-up'
  /** NaN or an infinity among the inputs */
  | 'not-a-number'
  /** an input outside its domain: a negative count, a level of 2 */
  | 'out-of-range'
  /** two lists that must pair up do not */
  | 'unequal-lengths'
  /** division by a mean, gap or spread that is zero */
  | 'zero-denominator'
  /** too many bootstrap resamples have no value of the statistic */
  | 'unstable'
  /** the inputs are finite but the arithmetic left the range of double precision */
  | 'overflow';

export interface Cannot {
  readonly ok: false;
  readonly cannot: CannotReason;
  /** One sentence for a person. */
  readonly reason: string;
}

/**
 * Either the answer or the typed reason why there is none; a number in it is always finite. `overflow` can be the reason of any
 * function whose values are finite and too large or too small; docstrings name the others.
 */
export type Answer<T extends object> = ({ readonly ok: true } & Readonly<T>) | Cannot;

export interface Interval {
  /** `null`: this end does not exist (an unbounded or unreached limit). */
  readonly low: number | null;
  readonly high: number | null;
  /** Confidence level, 0.95 for 95%. */
  readonly level: number;
  /** The method by name, as a reader would look it up. */
  readonly method: string;
}

/** The common shape: a point, how sure it is, and from how many units. */
export interface Estimate {
  readonly estimate: number;
  readonly interval: Interval;
  readonly n: number;
}

export function cannot(cannot: CannotReason, reason: string): Cannot {
  return { ok: false, cannot, reason };
}

/** Closes a computation. Finite inputs can still overflow, and that must not leave as NaN or Infinity. */
export function answer<T extends object>(value: T): Answer<T> {
  return isFiniteThroughout(value)
    ? { ok: true, ...value }
    : cannot('overflow', 'The values are too large or too small for double precision.');
}

function isFiniteThroughout(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isFiniteThroughout);
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isFiniteThroughout);
  return true;
}
