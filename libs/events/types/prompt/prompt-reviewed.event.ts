import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, markOf, program, team } from '../../fields.ts';

export const promptReviewed = defineEvent({
  type: 'plumbline.prompt.reviewed',
  version: 1,
  summary: 'A reviewer scored one run of one test item on one version of a prompt by the rubric.',
  data: z.strictObject({
    program: program.optional(),
    prompt: idOf('The prompt.'),
    version: idOf('The version of the prompt that was run.'),
    item: idOf('The item of the test set.'),
    run: idOf('The run: several runs of one item show how repeatable the prompt is.'),
    reviewer: idOf('Who reviewed.'),
    rubricVersion: idOf('The version of the rubric.'),
    criteria: z
      .strictObject({
        clarity: markOf('Clarity'),
        grounding: markOf('Grounding in the given sources'),
        safety: markOf('Safety'),
        completeness: markOf('Completeness'),
        formatCompliance: markOf('Compliance with the asked format'),
      })
      .meta({ description: 'The five criteria of the rubric.' }),
    outcome: z
      .enum(['accepted', 'revise', 'rejected'])
      .optional()
      .meta({ description: 'What the reviewer decided.' }),
    calibration: z.boolean().optional().meta({
      description: 'A calibration item, which measures the reviewers and not the prompt. Absent: false.',
    }),
    team: team.optional(),
  }),
  example: {
    prompt: 'claims-triage',
    version: '3',
    item: 'water-damage-07',
    run: '2',
    reviewer: 'reviewer-4',
    rubricVersion: '2',
    criteria: { clarity: 4, grounding: 5, safety: 5, completeness: 4, formatCompliance: 5 },
    outcome: 'accepted',
    calibration: false,
    team: 'claims',
  },
  subject: (data) => data.prompt,
});
