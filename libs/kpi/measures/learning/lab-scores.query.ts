import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { originColumns, originOf, programParameters } from '../../facts/columns.ts';
import type { LabScore } from './lab-score.ts';

export const labScoresQuery = defineQuery({
  name: 'kpi.lab-scores',
  sql: `
    SELECT learner, lab, rubric_version, criteria, artefact, occurred_at, recorded_at, source, id
    FROM lab_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})`,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      learner: z.string(),
      lab: z.string(),
      rubric_version: z.string(),
      criteria: z.array(z.object({ criterion: z.string(), points: z.number(), max: z.number() })),
      artefact: z.string(),
    })
    .transform((row): LabScore => ({
      ...originOf(row),
      learner: row.learner,
      lab: row.lab,
      rubricVersion: row.rubric_version,
      criteria: row.criteria,
      artefact: row.artefact,
    })),
});
