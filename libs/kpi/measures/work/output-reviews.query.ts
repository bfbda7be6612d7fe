import { FactQuery, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../../facts/columns.ts';
import { moments } from './moment.ts';
import type { OutputReview } from './output-review.ts';

export const outputReviewFacts = new FactQuery({
  name: 'kpi.output-reviews',
  types: ['plumbline.output.reviewed'],
  table: 'output_review_facts',
  columns:
    'program, sample, phase, reviewer, rubric_version, accuracy, completeness, policy_compliance, clarity, rework, team',
  where: OF_PROGRAM,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      program: z.string(),
      sample: z.string(),
      phase: z.enum(moments),
      reviewer: z.string(),
      rubric_version: z.string(),
      accuracy: z.number(),
      completeness: z.number(),
      policy_compliance: z.number(),
      clarity: z.number(),
      rework: z.number(),
      team: z.string(),
    })
    .transform((row): OutputReview => ({
      ...originOf(row),
      program: row.program,
      sample: row.sample,
      moment: row.phase,
      reviewer: row.reviewer,
      rubricVersion: row.rubric_version,
      scores: {
        accuracy: row.accuracy,
        completeness: row.completeness,
        policyCompliance: row.policy_compliance,
        clarity: row.clarity,
        rework: row.rework,
      },
      team: row.team,
    })),
});
