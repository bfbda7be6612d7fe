import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program, sensitivity, team, textOf } from '../../fields.ts';

export const useCaseRegistered = defineEvent({
  type: 'plumbline.use-case.registered',
  version: 1,
  summary: 'A use of AI entered the register.',
  data: z.strictObject({
    program: program.optional(),
    useCase: idOf('The use case.'),
    version: idOf('The version of the use case; a review covers one version.'),
    tier: idOf('The risk tier, as the program file names it.'),
    owner: idOf('Who answers for the use case.'),
    title: textOf('Title for people.').optional(),
    team: team.optional(),
    sensitivity: sensitivity.optional(),
  }),
  example: {
    useCase: 'claims-routing',
    version: '1',
    tier: 'high',
    owner: 'Henrik Sand',
    title: 'Routing of incoming claims',
    team: 'claims',
    sensitivity: 'confidential',
  },
  subject: (data) => data.useCase,
});
