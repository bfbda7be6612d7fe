import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { originColumns, originOf, programParameters } from '../../facts/columns.ts';
import type { FeedbackFact } from './feedback-entry.ts';

export const feedbackQuery = defineQuery({
  name: 'kpi.feedback',
  sql: `
    SELECT program, feedback, action, kind, score, team, learner, occurred_at, recorded_at, source, id
    FROM feedback_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})`,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      program: z.string(),
      feedback: z.string(),
      action: z.enum(['submitted', 'answered']),
      kind: z.string(),
      score: z.number().nullable(),
      team: z.string(),
      learner: z.string(),
    })
    .transform((row): FeedbackFact => ({
      ...originOf(row),
      program: row.program,
      feedback: row.feedback,
      action: row.action,
      kind: row.kind,
      score: row.score,
      team: row.team,
      learner: row.learner,
    })),
});
