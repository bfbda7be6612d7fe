import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program, team, workPhase } from '../../fields.ts';

/** Ten weeks: longer is a project, not a task. */
const MOST_MINUTES = 100_000;

export const taskMeasured = defineEvent({
  type: 'plumbline.task.measured',
  version: 1,
  summary:
    'One piece of daily work was measured, so that its kind can be compared before the program and after it.',
  data: z
    .strictObject({
      program: program.optional(),
      task: idOf('The kind of work; only work of one kind is compared.'),
      phase: workPhase,
      minutes: z
        .number()
        .positive()
        .max(MOST_MINUTES)
        .optional()
        .meta({ description: 'Minutes of work that it took, measured. Absent: not measured.' }),
      rework: z
        .boolean()
        .optional()
        .meta({ description: 'Whether it had to be done again, wholly or in part. Absent: not told.' }),
      escalated: z
        .boolean()
        .optional()
        .meta({ description: 'Whether it was handed to someone more senior. Absent: not told.' }),
      team: team.optional(),
    })
    .refine((data) => [data.minutes, data.rework, data.escalated].some((given) => given !== undefined), {
      path: ['minutes'],
      error: 'Give minutes, rework or escalated.',
    }),
  example: {
    task: 'claims-letter',
    phase: 'after',
    minutes: 18.5,
    rework: false,
    escalated: false,
    team: 'claims',
  },
  subject: (data) => data.task,
});
