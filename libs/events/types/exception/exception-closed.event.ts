import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program, textOf } from '../../fields.ts';

export const exceptionClosed = defineEvent({
  type: 'plumbline.exception.closed',
  version: 1,
  summary: 'An exception ended before it expired.',
  data: z.strictObject({
    program: program.optional(),
    exception: idOf('The exception.'),
    useCase: idOf('The use case.'),
    reason: textOf('Why.').optional(),
  }),
  example: { exception: 'EX-12', useCase: 'claims-routing', reason: 'the review was approved' },
  subject: (data) => data.exception,
});
