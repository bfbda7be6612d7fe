import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program, timePrecision } from '../../fields.ts';

export const incidentDetected = defineEvent({
  type: 'plumbline.incident.detected',
  version: 1,
  summary: 'An incident was noticed; the time of the event is the moment of detection.',
  data: z.strictObject({
    program: program.optional(),
    incident: idOf('The incident.'),
    timePrecision: timePrecision.optional(),
  }),
  example: { incident: 'INC-204', timePrecision: 'exact' },
  subject: (data) => data.incident,
});
