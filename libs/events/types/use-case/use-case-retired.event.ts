import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program, textOf } from '../../fields.ts';

export const useCaseRetired = defineEvent({
  type: 'plumbline.use-case.retired',
  version: 1,
  summary: 'A use case is no longer in use.',
  data: z.strictObject({
    program: program.optional(),
    useCase: idOf('The use case.'),
    reason: textOf('Why.').optional(),
  }),
  example: { useCase: 'claims-routing', reason: 'replaced by claims-assistant' },
  subject: (data) => data.useCase,
});
