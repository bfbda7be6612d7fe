import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program } from '../../fields.ts';

export const controlPlanDocumented = defineEvent({
  type: 'plumbline.control-plan.documented',
  version: 1,
  summary:
    'The control plan of a version of a use case was documented; another version needs a plan of its own.',
  data: z.strictObject({
    program: program.optional(),
    useCase: idOf('The use case.'),
    version: idOf('The version of the use case that the plan is for.'),
    plan: idOf('The plan, by its number or address.').optional(),
    owner: idOf('Who answers for the controls.').optional(),
  }),
  example: { useCase: 'claims-routing', version: '1', plan: 'CP-31', owner: 'Henrik Sand' },
  subject: (data) => data.useCase,
});
