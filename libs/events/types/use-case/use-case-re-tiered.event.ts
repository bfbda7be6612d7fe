import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program, textOf } from '../../fields.ts';

export const useCaseReTiered = defineEvent({
  type: 'plumbline.use-case.re-tiered',
  version: 1,
  summary: 'A use case belongs to another risk tier from the time of the event on.',
  data: z.strictObject({
    program: program.optional(),
    useCase: idOf('The use case.'),
    tier: idOf('The new risk tier, as the program file names it.'),
    reason: textOf('Why.').optional(),
  }),
  example: { useCase: 'claims-routing', tier: 'limited', reason: 'a person decides every case' },
  subject: (data) => data.useCase,
});
