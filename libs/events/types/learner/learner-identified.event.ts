import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program } from '../../fields.ts';
import { identitySchema } from '../../identity/identity.schema.ts';

export const learnerIdentified = defineEvent({
  type: 'plumbline.learner.identified',
  version: 1,
  summary: 'From the time of the event on, an identity belongs to a learner, or no longer does.',
  data: z.strictObject({
    program: program.optional(),
    learner: idOf('The learner.'),
    identity: identitySchema.meta({
      description: 'How a learning system or the HR system names the learner.',
    }),
    action: z
      .enum(['added', 'ended'])
      .optional()
      .meta({ description: 'Whether the identity begins or ends to belong to the learner. Absent: added.' }),
  }),
  example: { learner: 'E-1001', identity: { mbox: 'mailto:ada@example.net' }, action: 'added' },
  subject: (data) => data.learner,
});
