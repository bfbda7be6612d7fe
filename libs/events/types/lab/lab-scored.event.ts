import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { attempt, idOf, program } from '../../fields.ts';

const MOST_POINTS = 1_000_000;

/** What a lab got by one criterion of its rubric; the weight of a criterion is its maximum. */
const criterion = z
  .strictObject({
    criterion: idOf('The criterion, as the rubric names it.'),
    points: z.number().min(0).max(MOST_POINTS).meta({ description: 'Points given, from 0.' }),
    max: z
      .number()
      .positive()
      .max(MOST_POINTS)
      .meta({ description: 'Most points that this criterion gives.' }),
  })
  .refine(({ points, max }) => points <= max, { path: ['points'], error: 'Must not be greater than max.' });

export const labScored = defineEvent({
  type: 'plumbline.lab.scored',
  version: 1,
  summary:
    'A learner’s lab was marked by a rubric. Its score is the points of all criteria over the most possible.',
  data: z.strictObject({
    program: program.optional(),
    learner: idOf('The learner.'),
    lab: idOf('The lab.'),
    rubricVersion: idOf('The version of the rubric; scores of two versions are never put together.'),
    criteria: z
      .array(criterion)
      .min(1, 'Give at least one criterion.')
      .max(50)
      .refine((given) => new Set(given.map((one) => one.criterion)).size === given.length, {
        error: 'Must not name a criterion twice.',
      })
      .meta({ description: 'The points of each criterion of the rubric, each criterion once.' }),
    artefact: idOf('The artefact that was handed in.').optional(),
    reviewer: idOf('Who marked it.').optional(),
    attempt: attempt.optional(),
  }),
  example: {
    program: 'ai-reskilling-2026',
    learner: 'E-1001',
    lab: 'grounded-answers',
    rubricVersion: '2',
    criteria: [
      { criterion: 'retrieval', points: 3, max: 4 },
      { criterion: 'citations', points: 4, max: 4 },
      { criterion: 'refusals', points: 1, max: 2 },
    ],
    artefact: 'grounded-answers-E-1001',
    reviewer: 'reviewer-4',
    attempt: 1,
  },
  subject: (data) => data.learner,
});
