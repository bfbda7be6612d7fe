import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program, textOf } from '../../fields.ts';

export const certificationRevoked = defineEvent({
  type: 'plumbline.certification.revoked',
  version: 1,
  summary: 'A learner no longer holds a level from the time of the event on; it may be earned again.',
  data: z.strictObject({
    program: program.optional(),
    learner: idOf('The learner.'),
    level: idOf('The level, as the program file names it.'),
    reason: textOf('Why.'),
  }),
  example: {
    program: 'ai-reskilling-2026',
    learner: 'E-1001',
    level: 'practitioner',
    reason: 'the lab was handed in by someone else',
  },
  subject: (data) => data.learner,
});
