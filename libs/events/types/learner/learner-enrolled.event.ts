import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, team } from '../../fields.ts';
import { identitySchema } from '../../identity/identity.schema.ts';

export const learnerEnrolled = defineEvent({
  type: 'plumbline.learner.enrolled',
  version: 1,
  summary: 'A learner joined a cohort of a program; the time of the event is the moment of enrolment.',
  scheduled: true,
  data: z.strictObject({
    program: idOf('The program.'),
    learner: idOf('The learner, by the organisation’s own id.'),
    cohort: idOf('The cohort, as the program file names it.'),
    role: idOf('The learner’s role, as the program file names it. Absent: unknown.').optional(),
    team: team.optional(),
    identities: z
      .array(identitySchema)
      .max(100)
      .optional()
      .meta({ description: 'How learning systems name this learner.' }),
  }),
  example: {
    program: 'ai-reskilling-2026',
    learner: 'E-1001',
    cohort: 'summer-2026',
    role: 'prompt-engineer',
    team: 'payments',
    identities: [
      { mbox: 'mailto:ada.lind@example.org' },
      { account: { homePage: 'https://lms.example.org', name: 'ada' } },
    ],
  },
  subject: (data) => data.learner,
});
