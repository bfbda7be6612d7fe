import type { Program } from '#program';
import type { KpiId, Target } from '../kpi.schema.ts';

/** The target of a KPI as its JSON has it; null: the program file names none. A direction only: without a value. */
export function targetOf(program: Program, kpi: KpiId): Target | null {
  const target = program.targets[kpi];
  if (target === undefined) return null;
  return 'direction' in target
    ? { value: null, comparison: target.direction }
    : { value: target.value, comparison: target.comparison };
}
