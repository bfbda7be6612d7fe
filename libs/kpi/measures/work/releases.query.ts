import { FactQuery, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../../facts/columns.ts';
import type { Release } from './release.ts';

export const releaseFacts = new FactQuery({
  name: 'kpi.releases',
  types: ['plumbline.release.recorded'],
  table: 'release_facts',
  columns: 'program, release, model, evaluated, team',
  where: OF_PROGRAM,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      program: z.string(),
      release: z.string(),
      model: z.string(),
      evaluated: z.boolean(),
      team: z.string(),
    })
    .transform((row): Release => ({
      ...originOf(row),
      program: row.program,
      release: row.release,
      model: row.model,
      evaluated: row.evaluated,
      team: row.team,
    })),
});
