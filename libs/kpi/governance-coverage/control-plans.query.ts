import { FactQuery, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../facts/columns.ts';
import type { ControlPlanFact } from './control-plan.ts';

export const controlPlanFacts = new FactQuery({
  name: 'kpi.control-plans',
  types: ['plumbline.control-plan.documented'],
  table: 'governance_facts',
  columns: 'use_case, version',
  where: `${OF_PROGRAM} AND kind = 'control-plan-documented'`,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      use_case: z.string(),
      version: z.string(),
    })
    .transform((row): ControlPlanFact => ({
      ...originOf(row),
      useCase: row.use_case,
      version: row.version,
    })),
});
