import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, learner, program, team } from '../../fields.ts';

export const artefactPublished = defineEvent({
  type: 'plumbline.artefact.published',
  version: 1,
  summary: 'A reusable result was published where others can take it up.',
  data: z.strictObject({
    program: program.optional(),
    artefact: idOf('The artefact.'),
    kind: idOf('What it is, in the words of the organisation, such as playbook, template or test-set.'),
    team: team.optional(),
    learner: learner.optional(),
  }),
  example: { artefact: 'triage-playbook', kind: 'playbook', team: 'claims', learner: 'E-1001' },
  subject: (data) => data.artefact,
});
