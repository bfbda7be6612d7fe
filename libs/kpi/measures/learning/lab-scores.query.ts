import { FactQuery, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../../facts/columns.ts';
import type { LabScore } from './lab-score.ts';

export const labFacts = new FactQuery({
  name: 'kpi.lab-scores',
  types: ['plumbline.lab.scored'],
  table: 'lab_facts',
  columns: 'learner, lab, rubric_version, criteria, artefact',
  where: OF_PROGRAM,
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
