import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, team } from '../../fields.ts';

export const learnerRoleChanged = defineEvent({
  type: 'plumbline.learner.role-changed',
  version: 1,
  summary: 'A learner holds another role from the time of the event on.',
  data: z.strictObject({
    program: idOf('The program.'),
    learner: idOf('The learner.'),
    role: idOf('The new role, as the program file names it.'),
    team: team.optional(),
  }),
  example: { program: 'ai-reskilling-2026', learner: 'E-1001', role: 'model-operator', team: 'platform' },
  subject: (data) => data.learner,
});
