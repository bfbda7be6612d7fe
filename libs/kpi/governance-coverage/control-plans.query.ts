import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { originColumns, originOf, programParameters } from '../facts/columns.ts';
import type { ControlPlanFact } from './control-plan.ts';

export const controlPlansQuery = defineQuery({
  name: 'kpi.control-plans',
  sql: `
    SELECT use_case, version, occurred_at, recorded_at, source, id
    FROM governance_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})
    WHERE kind = 'control-plan-documented'`,
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
