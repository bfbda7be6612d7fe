import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program, sensitivity, team, textOf } from '../../fields.ts';

export const useCaseChanged = defineEvent({
  type: 'plumbline.use-case.changed',
  version: 1,
  summary: 'A use case has another version from the time of the event on, which needs a review of its own.',
  data: z.strictObject({
    program: program.optional(),
    useCase: idOf('The use case.'),
    version: idOf('The new version.'),
    owner: idOf('The new owner. Absent: unchanged.').optional(),
    title: textOf('The new title. Absent: unchanged.').optional(),
    team: team.optional(),
    sensitivity: sensitivity.optional(),
  }),
  example: { useCase: 'claims-routing', version: '2', owner: 'Lucia Ferrari' },
  subject: (data) => data.useCase,
});
