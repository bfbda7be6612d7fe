import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { attempt, idOf, program } from '../../fields.ts';

export const ASSESSMENT_PHASES = ['pre', 'post', 'day-30', 'day-60', 'day-90'] as const;
export type AssessmentPhase = (typeof ASSESSMENT_PHASES)[number];

export const assessmentScored = defineEvent({
  type: 'plumbline.assessment.scored',
  version: 1,
  summary: 'A learner’s skills assessment was marked. The score is read on the scale that its form declares.',
  data: z
    .strictObject({
      program: program.optional(),
      learner: idOf('The learner.'),
      assessment: idOf('The assessment, as the program file names it.'),
      phase: z.enum(ASSESSMENT_PHASES).meta({ description: 'When in the program it was taken.' }),
      form: idOf('The form of the assessment that was used, as the program file names it.'),
      raw: z
        .number()
        .optional()
        .meta({ description: 'Points on the form’s scale. Needed unless scaled is given.' }),
      min: z.number().optional().meta({ description: 'Fewest points possible. Absent: the form’s.' }),
      max: z.number().optional().meta({ description: 'Most points possible. Absent: the form’s.' }),
      scaled: z.number().min(-1).max(1).optional().meta({ description: 'Scaled score, -1 to 1.' }),
      skill: idOf('The skill that was assessed.').optional(),
      attempt: attempt.optional(),
    })
    .refine((data) => data.raw !== undefined || data.scaled !== undefined, {
      path: ['raw'],
      error: 'Give raw or scaled.',
    })
    .refine((data) => data.min === undefined || data.max === undefined || data.min < data.max, {
      path: ['max'],
      error: 'Must be greater than min.',
    })
    .refine((data) => data.raw === undefined || data.max === undefined || data.raw <= data.max, {
      path: ['raw'],
      error: 'Must not be greater than max.',
    })
    .refine((data) => data.raw === undefined || data.min === undefined || data.raw >= data.min, {
      path: ['raw'],
      error: 'Must not be less than min.',
    }),
  example: {
    program: 'ai-reskilling-2026',
    learner: 'E-1001',
    assessment: 'skills-check',
    phase: 'pre',
    form: 'form-a',
    raw: 31,
    min: 0,
    max: 50,
    attempt: 1,
  },
  subject: (data) => data.learner,
});
