import { FactQuery, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../../facts/columns.ts';
import type { Artefact } from './artefact.ts';

export const artefactFacts = new FactQuery({
  name: 'kpi.artefacts',
  types: ['plumbline.artefact.published', 'plumbline.capstone.presented'],
  table: 'artefact_facts',
  columns: 'program, artefact, kind, team, learner',
  where: OF_PROGRAM,
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
