import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, learner, program, team } from '../../fields.ts';

export const capstonePresented = defineEvent({
  type: 'plumbline.capstone.presented',
  version: 1,
  summary: 'A capstone was presented by a learner or a team.',
  data: z.strictObject({
    program: program.optional(),
    capstone: idOf('The capstone.'),
    team: team.optional(),
    learner: learner.optional(),
  }),
  example: { capstone: 'claims-copilot', team: 'claims', learner: 'E-1001' },
  subject: (data) => data.capstone,
});
