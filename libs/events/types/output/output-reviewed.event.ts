import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, markOf, program, team, workPhase } from '../../fields.ts';

export const outputReviewed = defineEvent({
  type: 'plumbline.output.reviewed',
  version: 1,
  summary: 'A reviewer scored a sample of daily work by the output rubric.',
  data: z.strictObject({
    program: program.optional(),
    sample: idOf('The sample of work; several reviewers may score one.'),
    phase: workPhase,
    reviewer: idOf('Who reviewed.'),
    rubricVersion: idOf('The version of the output rubric; scores of two versions are never put together.'),
    criteria: z
      .strictObject({
        accuracy: markOf('Accuracy'),
        completeness: markOf('Completeness'),
        policyCompliance: markOf('Compliance with policy'),
        clarity: markOf('Clarity'),
        rework: markOf('How little has to be done again'),
      })
      .meta({ description: 'The five criteria of the output rubric.' }),
    task: idOf('The kind of work.').optional(),
    team: team.optional(),
  }),
  example: {
    sample: 'claims-letter-0117',
    phase: 'after',
    reviewer: 'reviewer-4',
    rubricVersion: '1',
    criteria: { accuracy: 4, completeness: 5, policyCompliance: 5, clarity: 4, rework: 4 },
    task: 'claims-letter',
    team: 'claims',
  },
  subject: (data) => data.sample,
});
