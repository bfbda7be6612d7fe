import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { originColumns, originOf, programParameters } from '../../facts/columns.ts';
import type { Artefact } from './artefact.ts';

export const artefactsQuery = defineQuery({
  name: 'kpi.artefacts',
  sql: `
    SELECT program, artefact, kind, team, learner, occurred_at, recorded_at, source, id
    FROM artefact_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})`,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      program: z.string(),
      artefact: z.string(),
      kind: z.string(),
      team: z.string(),
      learner: z.string(),
    })
    .transform((row): Artefact => ({
      ...originOf(row),
      program: row.program,
      artefact: row.artefact,
      kind: row.kind,
      team: row.team,
      learner: row.learner,
    })),
});
