import type { Ends } from './figure.ts';

/** The verdict of a number with a target value, by the table "Status: the first matching row wins". */
export interface Threshold {
  readonly value: number | null;
  readonly target: { readonly value: number; readonly comparison: string } | undefined;
  readonly interval: Ends;
  readonly closed: boolean;
  /** training-completion and governance-coverage: a closed window is a fact */
  readonly census: boolean;
  readonly cannot: boolean;
  /** the target asks for more than the value, and that is not so */
  readonly unmet?: boolean;
  readonly outOfReach?: boolean;
  /** windows still run, so that a low share is not yet a miss */
  readonly running?: boolean;
}

export interface Verdict {
  readonly status: string;
  readonly result: string;
  readonly confidence: string;
}

export function thresholdVerdict(judged: Threshold): Verdict {
  const { value, target, interval, closed, census, cannot, unmet = false } = judged;
  if (target === undefined || value === null)
    return { status: 'cannot-say', result: 'open', confidence: 'none' };
  const good = satisfies(value, target) && !unmet;
  const result = resultOf(closed, good);
  if (cannot) return { status: 'cannot-say', result, confidence: 'none' };
  const upward = target.comparison.startsWith('>');
  const [worst, best] = upward ? [interval?.low, interval?.high] : [interval?.high, interval?.low];
  const whollyGood = typeof worst === 'number' && satisfies(worst, target);
  const whollyBad = typeof best === 'number' && !satisfies(best, target);
  const clear = good ? whollyGood : whollyBad;
  const confidence = clear && !unmet ? 'high' : 'low';
  const met = (whollyGood && !unmet) || (census && closed && good);
  const missed =
    judged.outOfReach === true || (whollyBad && judged.running !== true) || (census && closed && !good);
  if (met) return { status: 'met', result, confidence };
  if (missed) return { status: 'missed', result, confidence };
  return { status: good ? 'reached-not-certain' : 'below-not-certain', result, confidence };
}

export interface Direction {
  readonly change: Ends;
  readonly estimate: number | null;
  /** the better sign of the change */
  readonly better: 1 | -1;
  readonly closed: boolean;
  readonly cannot: boolean;
  /** something speaks against "improved" although the interval is clear */
  readonly objection?: boolean;
}

/** "Direction-only targets read improved / no clear change / worsened / cannot say, by the interval alone." */
export function directionVerdict(judged: Direction): Verdict {
  const { change, estimate, better, closed } = judged;
  const good = estimate === null ? null : estimate * better > 0;
  const result = good === null ? 'open' : resultOf(closed, good);
  if (judged.cannot || change === null || good === null)
    return { status: 'cannot-say', result, confidence: 'none' };
  const above = change.low !== null && change.low > 0;
  const below = change.high !== null && change.high < 0;
  const [forBetter, forWorse] = better === 1 ? [above, below] : [below, above];
  const confidence = (good ? forBetter : forWorse) ? 'high' : 'low';
  if (forWorse) return { status: 'worsened', result, confidence };
  if (!forBetter) return { status: 'no-clear-change', result, confidence };
  return judged.objection === true
    ? { status: 'no-clear-change', result, confidence: 'low' }
    : { status: 'improved', result, confidence };
}

export function satisfies(value: number, target: { value: number; comparison: string }): boolean {
  switch (target.comparison) {
    case '>':
      return value > target.value;
    case '<':
      return value < target.value;
    case '<=':
      return value <= target.value;
    default:
      return value >= target.value;
  }
}

function resultOf(closed: boolean, good: boolean): string {
  if (!closed) return 'open';
  return good ? 'reached' : 'not-reached';
}
