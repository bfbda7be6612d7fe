import type { Program } from '#program';
import type { Interval, KpiId, Target } from '../kpi.schema.ts';

/** The target of a KPI as its JSON has it; null: the program file names none. A direction only: without a value. */
export function targetOf(program: Program, kpi: KpiId): Target | null {
  const target = program.targets[kpi];
  if (target === undefined) return null;
  return 'direction' in target
    ? { value: null, comparison: target.direction }
    : { value: target.value, comparison: target.comparison };
}

/** Whether a value satisfies a target; null: the target names no value. */
export function reaches(value: number, target: Target | null): boolean | null {
  const bound = target?.value ?? null;
  if (bound === null) return null;
  switch (target?.comparison) {
    case '>':
      return value > bound;
    case '<=':
      return value <= bound;
    case '<':
      return value < bound;
    default:
      return value >= bound;
  }
}

/** On which side of a target an interval lies wholly. One that ends exactly at a bound that counts lies on the good side. */
export function clearSide(interval: Interval | null, target: Target): 'good' | 'bad' | 'across' {
  const bound = target.value;
  if (interval === null || bound === null) return 'across';
  const ends = [interval.low, interval.high];
  const [nearest, farthest] = target.comparison.startsWith('<') ? ends.toReversed() : ends;
  // The end that lies nearest to the bad side decides the good one, and the other way round.
  if (typeof nearest === 'number' && reaches(nearest, target) === true) return 'good';
  if (typeof farthest === 'number' && reaches(farthest, target) === false) return 'bad';
  return 'across';
}
