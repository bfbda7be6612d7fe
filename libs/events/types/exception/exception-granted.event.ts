import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, momentOf, program, textOf } from '../../fields.ts';

export const exceptionGranted = defineEvent({
  type: 'plumbline.exception.granted',
  version: 1,
  summary: 'A use case may run without an approved review until the exception expires; it is not coverage.',
  data: z.strictObject({
    program: program.optional(),
    exception: idOf('The exception.'),
    useCase: idOf('The use case.'),
    approver: idOf('Who granted it.'),
    reason: textOf('Why.'),
    expires: momentOf('When it ends by itself.'),
  }),
  example: {
    exception: 'EX-12',
    useCase: 'claims-routing',
    approver: 'Henrik Sand',
    reason: 'the review board meets on 4 August',
    expires: '2026-08-31T22:00:00Z',
  },
  subject: (data) => data.exception,
});
