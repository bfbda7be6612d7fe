import { FactQuery, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../../facts/columns.ts';
import type { FeedbackFact } from './feedback-entry.ts';

export const feedbackFacts = new FactQuery({
  name: 'kpi.feedback',
  types: ['plumbline.feedback.submitted', 'plumbline.feedback.answered'],
  table: 'feedback_facts',
  columns: 'program, feedback, action, kind, score, team, learner',
  where: OF_PROGRAM,
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
