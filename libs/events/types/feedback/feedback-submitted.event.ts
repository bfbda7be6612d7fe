import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, learner, program, team } from '../../fields.ts';

/** The closed list of what is said through the feedback channel. A trust pulse is a score that asks for no answer. */
export const FEEDBACK_KINDS = ['question', 'problem', 'idea', 'praise', 'trust-pulse'] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

export const feedbackSubmitted = defineEvent({
  type: 'plumbline.feedback.submitted',
  version: 1,
  summary:
    'Something was said through the feedback channel, or the trust pulse was answered. The words stay in the channel.',
  data: z
    .strictObject({
      program: program.optional(),
      feedback: idOf('The entry, so that its answer can name it.'),
      kind: z.enum(FEEDBACK_KINDS).meta({ description: 'What it is, from the closed list.' }),
      score: z.number().min(1).max(5).optional().meta({
        description: 'A score, 1 (no trust, or worst) to 5 (full trust, or best). A trust pulse needs one.',
      }),
      team: team.optional(),
      learner: learner.optional(),
    })
    .refine(({ kind, score }) => kind !== 'trust-pulse' || score !== undefined, {
      path: ['score'],
      error: 'A trust pulse needs a score.',
    }),
  example: { feedback: 'FB-310', kind: 'trust-pulse', score: 4, team: 'claims' },
  subject: (data) => data.feedback,
});
