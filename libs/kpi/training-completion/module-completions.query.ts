import { FactQuery, originColumns, originOf, type FactOrigin } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../facts/columns.ts';

export interface ModuleCompletion extends FactOrigin {
  readonly program: string;
  readonly learner: string;
  readonly module: string;
  readonly activity: string;
}

/** Whole modules reported finished by a tool (module.completed); one that failed says nothing. */
export const moduleCompletionFacts = new FactQuery({
  name: 'kpi.module-completions',
  types: ['plumbline.module.completed'],
  table: 'module_facts',
  columns: 'program, learner, module, activity',
  where: `${OF_PROGRAM} AND NOT ifNull(success = false, false)`,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      program: z.string(),
      learner: z.string(),
      module: z.string(),
      activity: z.string(),
    })
    .transform((row): ModuleCompletion => ({
      ...originOf(row),
      program: row.program,
      learner: row.learner,
      module: row.module,
      activity: row.activity,
    })),
});
