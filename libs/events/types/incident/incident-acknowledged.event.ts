import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program, timePrecision } from '../../fields.ts';

export const incidentAcknowledged = defineEvent({
  type: 'plumbline.incident.acknowledged',
  version: 1,
  summary: 'Someone took charge of an incident.',
  data: z.strictObject({
    program: program.optional(),
    incident: idOf('The incident.'),
    timePrecision: timePrecision.optional(),
  }),
  example: { incident: 'INC-204', timePrecision: 'exact' },
  subject: (data) => data.incident,
});
