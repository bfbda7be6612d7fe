import type { Ends } from './figure.ts';

/** The verdict of a number with a target value, by the table "Status: the first matching row wins". */
export interface Threshold {
  readonly value: number | null;
  readonly target: { readonly value: number; readonly comparison: string } | undefined;
  readonly interval: Ends;
  readonly closed: boolean;
  /** training-completion and governance-coverage: a closed window is a fact */
  readonly census: boolean;
  /** why nothing can be said */
  readonly obstacles: readonly string[];
  /** what the target asks for beyond the value, and is not so */
  readonly unmet?: readonly string[];
  readonly outOfReach?: boolean;
  /** windows still run, so that a low share is not yet a miss */
  readonly running?: boolean;
}

export interface Verdict {
  readonly status: string;
  readonly result: string;
  readonly confidence: string;
  readonly reasons: readonly string[];
}

export const NO_TARGET = 'The program file names no target for this KPI.';
const BETTER = 'The whole interval of the change lies on the better side.';

export function thresholdVerdict(judged: Threshold): Verdict {
  const { value, target, interval, closed, unmet = [] } = judged;
  const obstacles = [...judged.obstacles, ...(target === undefined ? [NO_TARGET] : [])];
  if (value === null && obstacles.length === 0) obstacles.push('There is nothing to compute a value from.');
  if (target === undefined || value === null) return cannotSay(obstacles, 'open');
  const good = satisfies(value, target) && unmet.length === 0;
  const result = resultOf(closed, good);
  if (obstacles.length > 0) return cannotSay(obstacles, result);
  const upward = target.comparison.startsWith('>');
  const [worst, best] = upward ? [interval?.low, interval?.high] : [interval?.high, interval?.low];
  const whollyGood = typeof worst === 'number' && satisfies(worst, target) && unmet.length === 0;
  const whollyBad = typeof best === 'number' && !satisfies(best, target);
  const clear = good ? whollyGood : whollyBad;
  const confidence = clear && unmet.length === 0 ? 'high' : 'low';
  const [status, reason] = rowOfTable({ ...judged, good, whollyGood, whollyBad });
  return { status, result, confidence, reasons: [reason, ...unmet] };
}

interface Judged extends Threshold {
  readonly good: boolean;
  readonly whollyGood: boolean;
  readonly whollyBad: boolean;
}

/** The first row of the table that matches, and the sentence that says so. */
function rowOfTable(judged: Judged): [status: string, reason: string] {
  const { good, whollyGood, whollyBad, census, closed } = judged;
  if (whollyGood) return ['met', 'The whole interval lies on the good side of the target.'];
  if (census && closed && good) return ['met', 'The window is closed and the target was reached.'];
  if (judged.outOfReach === true)
    return ['missed', 'The target is out of reach: too few can still get there.'];
  if (whollyBad && judged.running !== true)
    return ['missed', 'The whole interval lies on the bad side of the target.'];
  if (census && closed) return ['missed', 'The window is closed and the target was not reached.'];
  if (good)
    return ['reached-not-certain', 'The value reaches the target, but its interval does not exclude less.'];
  if (judged.running === true)
    return ['below-not-certain', 'The value is below the target so far, and windows are still running.'];
  return (judged.unmet ?? []).length > 0
    ? ['below-not-certain', 'The target asks for more than its value.']
    : ['below-not-certain', 'The value is below the target, but its interval does not exclude the target.'];
}

export interface Direction {
  readonly change: Ends;
  readonly estimate: number | null;
  /** the better sign of the change */
  readonly better: 1 | -1;
  readonly closed: boolean;
  /** why nothing can be said */
  readonly obstacles: readonly string[];
  /** what speaks against "improved" although the interval is clear */
  readonly objections?: readonly string[];
}

/** "Direction-only targets read improved / no clear change / worsened / cannot say, by the interval alone." */
export function directionVerdict(judged: Direction): Verdict {
  const { change, estimate, better, closed, obstacles, objections = [] } = judged;
  // What sums in another order make of no change is no change.
  const good = estimate === null ? null : estimate * better > 1e-9;
  const result = good === null ? 'open' : resultOf(closed, good);
  if (obstacles.length > 0 || change === null || good === null)
    return cannotSay(obstacles.length > 0 ? obstacles : ['No interval could be computed.'], result);
  const above = change.low !== null && change.low > 0;
  const below = change.high !== null && change.high < 0;
  const [forBetter, forWorse] = better === 1 ? [above, below] : [below, above];
  const confidence = (good ? forBetter : forWorse) ? 'high' : 'low';
  if (forWorse) {
    const reasons = ['The whole interval of the change lies on the worse side.'];
    return { status: 'worsened', result, confidence, reasons };
  }
  if (!forBetter) {
    const reasons = ['The interval of the change includes no change.'];
    return { status: 'no-clear-change', result, confidence, reasons };
  }
  return objections.length > 0
    ? { status: 'no-clear-change', result, confidence: 'low', reasons: [...objections, BETTER] }
    : { status: 'improved', result, confidence, reasons: [BETTER] };
}

function cannotSay(reasons: readonly string[], result: string): Verdict {
  return { status: 'cannot-say', result, confidence: 'none', reasons };
}

/** What a direction or a number is as the answer tells it; null: the file names none. */
export function targetOf(target: Threshold['target'] | { readonly direction: string }) {
  if (target === undefined) return null;
  return 'direction' in target
    ? { value: null, comparison: target.direction }
    : { value: target.value, comparison: target.comparison };
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
