import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program } from '../../fields.ts';

export const useCaseFirstUsed = defineEvent({
  type: 'plumbline.use-case.first-used',
  version: 1,
  summary: 'A use case went into use; the time of the event is the moment of first use.',
  data: z.strictObject({ program: program.optional(), useCase: idOf('The use case.') }),
  example: { useCase: 'claims-routing' },
  subject: (data) => data.useCase,
});
