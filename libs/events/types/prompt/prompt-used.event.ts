import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, learner, program, team } from '../../fields.ts';

/** What can become of the output of a prompt, from best to worst. */
export const ACCEPTANCES = ['as-is', 'minor-edits', 'major-edits', 'rejected'] as const;
export type Acceptance = (typeof ACCEPTANCES)[number];

/** A day: who saves more by one use has mistaken the unit. */
const MOST_MINUTES = 1440;

export const promptUsed = defineEvent({
  type: 'plumbline.prompt.used',
  version: 1,
  summary: 'Someone used a version of a prompt at work.',
  data: z.strictObject({
    program: program.optional(),
    prompt: idOf('The prompt.'),
    version: idOf('The version of the prompt that was used.'),
    task: idOf('The kind of work that it was used for.').optional(),
    acceptance: z
      .enum(ACCEPTANCES)
      .optional()
      .meta({ description: 'What became of the output, from the closed list. Absent: not told.' }),
    minutesSaved: z.number().min(-MOST_MINUTES).max(MOST_MINUTES).optional().meta({
      description:
        'Minutes that the user believes this one use saved; below zero: it cost time. Self-reported. Absent: not told.',
    }),
    team: team.optional(),
    learner: learner.optional(),
  }),
  example: {
    prompt: 'claims-triage',
    version: '3',
    task: 'claims-letter',
    acceptance: 'minor-edits',
    minutesSaved: 12,
    team: 'claims',
    learner: 'E-1001',
  },
  subject: (data) => data.prompt,
});
