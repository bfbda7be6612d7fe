import type { Interval, Target } from '../kpi.schema.ts';
import { clearSide, reaches } from './target.ts';
import { cannotSay, resultOf, type Verdict } from './verdict.ts';

/** A number to be judged against a target value of a value. */
export interface ThresholdCase {
  readonly value: number | null;
  readonly interval: Interval | null;
  readonly target: Target | null;
  /** the window is over: nothing can change but by correction */
  readonly closed: boolean;
  /** a closed window is a fact about this cohort, whatever the interval (training-completion, governance-coverage) */
  readonly census: boolean;
  /** why nothing can be said, as sentences; empty when it can */
  readonly obstacles: readonly string[];
  /** what the target asks beyond the value and is not so, as sentences (governance: something is overdue) */
  readonly unmet?: readonly string[];
  /** even the best that can still happen falls short */
  readonly outOfReach?: boolean;
  /** while true, a low interval describes only what happened so far and cannot say that the target is missed */
  readonly provisional?: boolean;
}

/** The status table of the five KPIs for targets with a value: the first matching row wins. */
export function thresholdStatus(judged: ThresholdCase): Verdict {
  const { value, target, closed, census, interval } = judged;
  const reached = value === null ? null : reaches(value, target);
  const obstacles = [...judged.obstacles];
  if ((target?.value ?? null) === null) obstacles.push('The program file names no target for this KPI.');
  if (value === null && obstacles.length === 0) obstacles.push('There is nothing to compute a value from.');
  if (reached === null || target === null) return cannotSay(obstacles);

  const unmet = judged.unmet ?? [];
  const good = reached && unmet.length === 0;
  if (obstacles.length > 0) return cannotSay(obstacles, closed ? good : null);

  const side = clearSide(interval, target);
  const result = resultOf(closed ? good : null);
  const confidence = side === (good ? 'good' : 'bad') && unmet.length === 0 ? 'high' : 'low';
  const verdict = (status: Verdict['status'], reason: string): Verdict => ({
    status,
    result,
    confidence,
    reasons: [reason, ...unmet],
  });

  if (side === 'good' && unmet.length === 0)
    return verdict('met', 'The whole interval lies on the good side of the target.');
  if (census && closed && good) return verdict('met', 'The window is closed and the target was reached.');
  if (judged.outOfReach === true)
    return verdict('missed', 'The target is out of reach: too few can still get there.');
  if (side === 'bad' && judged.provisional !== true)
    return verdict('missed', 'The whole interval lies on the bad side of the target.');
  if (census && closed) return verdict('missed', 'The window is closed and the target was not reached.');
  if (good)
    return verdict(
      'reached-not-certain',
      'The value reaches the target, but its interval does not exclude less.',
    );
  return verdict('below-not-certain', belowReason(judged, unmet.length > 0));
}

function belowReason(judged: ThresholdCase, unmet: boolean): string {
  if (judged.provisional === true)
    return 'The value is below the target so far, and windows are still running.';
  if (unmet) return 'The target asks for more than its value.';
  return 'The value is below the target, but its interval does not exclude the target.';
}
