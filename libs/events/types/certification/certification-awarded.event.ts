import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, momentOf, program } from '../../fields.ts';

export const certificationAwarded = defineEvent({
  type: 'plumbline.certification.awarded',
  version: 1,
  summary:
    'A learner earned a level of the certification, or renewed it; the time of the event is the moment of the award.',
  data: z.strictObject({
    program: program.optional(),
    learner: idOf('The learner.'),
    level: idOf('The level, as the program file names it.'),
    module: idOf('The module that it was earned by, as the program file names it.').optional(),
    expires: momentOf(
      'When it ends by itself. Absent: after the validity that the program file gives the level, if any.',
    ).optional(),
  }),
  example: {
    program: 'ai-reskilling-2026',
    learner: 'E-1001',
    level: 'practitioner',
    module: 'prompt-patterns',
    expires: '2027-09-30T22:00:00Z',
  },
  subject: (data) => data.learner,
});
