import type { Interval } from '../kpi.schema.ts';
import { cannotSay, resultOf, sideOf, type Verdict } from './verdict.ts';

/** A change to be judged by its interval alone: targets that name a direction and no value. */
export interface DirectionCase {
  /** 95% interval of the change, for which 0 is no change */
  readonly change: Interval | null;
  /** the sign of the change that is better */
  readonly better: 'above' | 'below';
  /** the change itself; null: none could be computed */
  readonly estimate: number | null;
  readonly closed: boolean;
  /** why nothing can be said, as sentences; empty when it can */
  readonly obstacles: readonly string[];
  /** what stands against "improved" although the interval is clear, as sentences */
  readonly objections?: readonly string[];
}

/** A smaller change is the rounding of sums: a billionth of a second, or of a spread. It is none. */
const NO_CHANGE = 1e-9;

/** improved, no clear change, worsened or cannot say. `result` says on which side of no change a closed period ended. */
export function directionStatus(judged: DirectionCase): Verdict {
  const { estimate, better, closed } = judged;
  const gained = estimate === null || better === 'above' ? estimate : -estimate;
  const good = gained === null ? null : gained > NO_CHANGE;
  const established = closed ? good : null;
  const obstacles = [...judged.obstacles];
  if (judged.change === null && obstacles.length === 0) obstacles.push('No interval could be computed.');
  if (obstacles.length > 0 || good === null) return cannotSay(obstacles, established);

  const side = sideOf(judged.change, 0);
  const objections = judged.objections ?? [];
  const result = resultOf(established);
  const confidence = side === (good ? better : opposite(better)) ? 'high' : 'low';
  if (side === 'across')
    return {
      status: 'no-clear-change',
      result,
      confidence,
      reasons: ['The interval of the change includes no change.'],
    };
  if (side !== better)
    return {
      status: 'worsened',
      result,
      confidence,
      reasons: ['The whole interval of the change lies on the worse side.'],
    };
  if (objections.length > 0)
    return {
      status: 'no-clear-change',
      result,
      confidence: 'low',
      reasons: [...objections, 'The whole interval of the change lies on the better side.'],
    };
  return {
    status: 'improved',
    result,
    confidence,
    reasons: ['The whole interval of the change lies on the better side.'],
  };
}

function opposite(side: 'above' | 'below'): 'above' | 'below' {
  return side === 'above' ? 'below' : 'above';
}
