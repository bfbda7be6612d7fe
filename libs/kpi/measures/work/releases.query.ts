import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { originColumns, originOf, programParameters } from '../../facts/columns.ts';
import type { Release } from './release.ts';

export const releasesQuery = defineQuery({
  name: 'kpi.releases',
  sql: `
    SELECT program, release, model, evaluated, team, occurred_at, recorded_at, source, id
    FROM release_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})`,
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
