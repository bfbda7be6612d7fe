import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf } from '../../fields.ts';

/** The closed list of reasons that take a learner out of the adjusted cohort. */
export const EXCLUSION_REASONS = [
  'left-company',
  'role-out-of-scope',
  'duplicate-identity',
  'long-leave',
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

export const learnerExcluded = defineEvent({
  type: 'plumbline.learner.excluded',
  version: 1,
  summary:
    'A learner was taken out of the adjusted cohort, for a reason from the closed list, by an approver.',
  adminOnly: true,
  data: z.strictObject({
    program: idOf('The program.'),
    learner: idOf('The learner.'),
    reason: z.enum(EXCLUSION_REASONS).meta({ description: 'Why, from the closed list.' }),
    approver: idOf('Who approved it.'),
  }),
  example: {
    program: 'ai-reskilling-2026',
    learner: 'E-1001',
    reason: 'long-leave',
    approver: 'Maya Ortiz',
  },
  subject: (data) => data.learner,
});
