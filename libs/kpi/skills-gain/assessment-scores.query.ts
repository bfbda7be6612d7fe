import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { originColumns, originOf, programParameters } from '../facts/columns.ts';
import type { Attempt } from './score.ts';

/** A marked assessment, with the program it names ('' : none). */
export type ScoreRow = Attempt & { readonly program: string };

/** Marked assessments as a tool reported them (assessment.scored), before and after the program. */
export const assessmentScoresQuery = defineQuery({
  name: 'kpi.assessment-scores',
  sql: `
    SELECT program, learner, assessment, phase, form, raw, min, max, scaled, skill, attempt, occurred_at, recorded_at, source, id
    FROM assessment_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})
    WHERE phase IN ('pre', 'post')`,
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
