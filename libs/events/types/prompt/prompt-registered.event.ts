import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program, sensitivity, team } from '../../fields.ts';

export const promptRegistered = defineEvent({
  type: 'plumbline.prompt.registered',
  version: 1,
  summary: 'A version of a prompt entered the library.',
  data: z.strictObject({
    program: program.optional(),
    prompt: idOf('The prompt.'),
    version: idOf('The version of the prompt.'),
    owner: idOf('Who owns the prompt.'),
    useCase: idOf('The use case that it serves.').optional(),
    team: team.optional(),
    policyClass: idOf('The class of the prompt in the organisation’s policy.').optional(),
    sensitivity: sensitivity.optional(),
  }),
  example: {
    prompt: 'claims-triage',
    version: '3',
    owner: 'Ines Keller',
    useCase: 'claims-routing',
    team: 'claims',
    policyClass: 'customer-facing',
    sensitivity: 'confidential',
  },
  subject: (data) => data.prompt,
});
