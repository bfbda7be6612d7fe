import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program, timePrecision } from '../../fields.ts';

export const incidentMitigated = defineEvent({
  type: 'plumbline.incident.mitigated',
  version: 1,
  summary: 'The harm of an incident was stopped.',
  data: z.strictObject({
    program: program.optional(),
    incident: idOf('The incident.'),
    timePrecision: timePrecision.optional(),
  }),
  example: { incident: 'INC-204', timePrecision: 'exact' },
  subject: (data) => data.incident,
});
