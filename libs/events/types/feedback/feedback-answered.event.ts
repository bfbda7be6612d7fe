import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program } from '../../fields.ts';

export const feedbackAnswered = defineEvent({
  type: 'plumbline.feedback.answered',
  version: 1,
  summary: 'An entry of the feedback channel was answered; the first answer counts.',
  data: z.strictObject({
    program: program.optional(),
    feedback: idOf('The entry that was answered.'),
    answeredBy: idOf('Who answered.').optional(),
  }),
  example: { feedback: 'FB-311', answeredBy: 'Maya Ortiz' },
  subject: (data) => data.feedback,
});
