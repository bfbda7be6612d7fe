import { FactQuery, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../facts/columns.ts';
import type { Attempt } from './score.ts';

/** A marked assessment, with the program it names ('' : none). */
export type ScoreRow = Attempt & { readonly program: string };

/** Marked assessments as a tool reported them (assessment.scored), of every phase. */
export const assessmentFacts = new FactQuery({
  name: 'kpi.assessment-scores',
  types: ['plumbline.assessment.scored'],
  table: 'assessment_facts',
  columns: 'program, learner, assessment, phase, form, raw, min, max, scaled, skill, attempt',
  where: OF_PROGRAM,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      program: z.string(),
      learner: z.string(),
      assessment: z.string(),
      phase: z.string(),
      form: z.string(),
      raw: z.number().nullable(),
      min: z.number().nullable(),
      max: z.number().nullable(),
      scaled: z.number().nullable(),
      skill: z.string(),
      attempt: z.number().nullable(),
    })
    .transform((row): ScoreRow => ({
      ...originOf(row),
      program: row.program,
      learner: row.learner,
      assessment: row.assessment,
      phase: row.phase,
      form: row.form,
      raw: row.raw,
      min: row.min,
      max: row.max,
      scaled: row.scaled,
      skill: row.skill,
      attempt: row.attempt,
    })),
});
