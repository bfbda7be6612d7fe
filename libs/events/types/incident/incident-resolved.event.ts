import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program, timePrecision } from '../../fields.ts';

export const incidentResolved = defineEvent({
  type: 'plumbline.incident.resolved',
  version: 1,
  summary: 'An incident came to its end.',
  data: z.strictObject({
    program: program.optional(),
    incident: idOf('The incident.'),
    timePrecision: timePrecision.optional(),
    notesScore: z
      .number()
      .min(1)
      .max(5)
      .optional()
      .meta({ description: 'Quality of the incident notes by rubric, 1 (worst) to 5 (best).' }),
  }),
  example: { incident: 'INC-204', notesScore: 4 },
  subject: (data) => data.incident,
});
