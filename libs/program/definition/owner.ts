import type { KpiId } from '../file/sections/people.ts';
import type { Program } from './program.ts';

/** Who answers for a KPI: as the file says, else the program lead. */
export function ownerOf(program: Program, kpi: KpiId): string {
  return program.owners.kpis[kpi] ?? program.owners.programLead;
}
