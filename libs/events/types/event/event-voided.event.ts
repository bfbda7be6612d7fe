import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, textOf } from '../../fields.ts';

export const eventVoided = defineEvent({
  type: 'plumbline.event.voided',
  version: 1,
  summary:
    'An event was a mistake and counts no longer. To void an event of another source needs the scope admin.',
  data: z.strictObject({
    source: z
      .string()
      .min(1)
      .max(1024)
      .regex(/^\P{Cc}*$/u)
      .meta({ description: 'The source of the event that is voided.' }),
    id: idOf('The id of the event that is voided.'),
    reason: textOf('Why.'),
  }),
  example: { source: 'https://hr.example.org', id: 'enrolment-1001', reason: 'entered for the wrong person' },
  subject: (data) => data.id,
});
