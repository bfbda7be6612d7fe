import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, textOf } from '../../fields.ts';

export const learnerWithdrawn = defineEvent({
  type: 'plumbline.learner.withdrawn',
  version: 1,
  summary: 'A learner left the program before its end; a withdrawal stays in the denominator.',
  data: z.strictObject({
    program: idOf('The program.'),
    learner: idOf('The learner.'),
    reason: textOf('Why, in the words of the sender.').optional(),
  }),
  example: { program: 'ai-reskilling-2026', learner: 'E-1001', reason: 'changed to another program' },
  subject: (data) => data.learner,
});
