import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { attempt, idOf, program } from '../../fields.ts';

export const moduleCompleted = defineEvent({
  type: 'plumbline.module.completed',
  version: 1,
  summary:
    'A learner finished a module. Unless success is false it meets the module’s completion rule fully.',
  data: z
    .strictObject({
      program: program.optional(),
      learner: idOf('The learner.'),
      module: idOf('The module, as the program file names it. Needed unless activity is given.').optional(),
      activity: z
        .string()
        .min(1)
        .max(2048)
        .regex(/^\P{Cc}*$/u)
        .optional()
        .meta({ description: 'An activity id that the program file gives to the module.' }),
      success: z.boolean().optional().meta({ description: 'false: not passed; it then never counts.' }),
      scaled: z.number().min(-1).max(1).optional().meta({ description: 'Scaled score, -1 to 1.' }),
      attempt: attempt.optional(),
    })
    .refine((data) => data.module !== undefined || data.activity !== undefined, {
      path: ['module'],
      error: 'Give module or activity.',
    }),
  example: {
    program: 'ai-reskilling-2026',
    learner: 'E-1001',
    module: 'ai-literacy',
    success: true,
    scaled: 0.92,
    attempt: 1,
  },
  subject: (data) => data.learner,
});
