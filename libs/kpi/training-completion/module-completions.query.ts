import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { originColumns, originOf, programParameters } from '../facts/columns.ts';

/** Whole modules reported finished by a tool (module.completed); one that failed says nothing. */
export const moduleCompletionsQuery = defineQuery({
  name: 'kpi.module-completions',
  sql: `
    SELECT program, learner, module, activity, occurred_at, recorded_at, source, id
    FROM module_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})
    WHERE NOT ifNull(success = false, false)`,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      program: z.string(),
      learner: z.string(),
      module: z.string(),
      activity: z.string(),
    })
    .transform((row) => ({
      ...originOf(row),
      program: row.program,
      learner: row.learner,
      module: row.module,
      activity: row.activity,
    })),
});

export type ModuleCompletion = z.infer<typeof moduleCompletionsQuery.row>;
