import { FactQuery, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../facts/columns.ts';
import type { Review } from './review.ts';

/** A review, with the program it names ('' : none). */
export type ReviewFact = Review & { readonly program: string };

export const reviewFacts = new FactQuery({
  name: 'kpi.prompt-reviews',
  types: ['plumbline.prompt.reviewed'],
  table: 'review_facts',
  columns:
    'program, prompt, version, item, run, reviewer, rubric_version, clarity, grounding, safety, completeness, format_compliance, calibration, team',
  where: OF_PROGRAM,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      program: z.string(),
      prompt: z.string(),
      version: z.string(),
      item: z.string(),
      run: z.string(),
      reviewer: z.string(),
      rubric_version: z.string(),
      clarity: z.number(),
      grounding: z.number(),
      safety: z.number(),
      completeness: z.number(),
      format_compliance: z.number(),
      calibration: z.boolean(),
      team: z.string(),
    })
    .transform((row): ReviewFact => ({
      ...originOf(row),
      program: row.program,
      prompt: row.prompt,
      version: row.version,
      item: row.item,
      run: row.run,
      reviewer: row.reviewer,
      rubricVersion: row.rubric_version,
      scores: {
        clarity: row.clarity,
        grounding: row.grounding,
        safety: row.safety,
        completeness: row.completeness,
        formatCompliance: row.format_compliance,
      },
      calibration: row.calibration,
      team: row.team,
    })),
});
