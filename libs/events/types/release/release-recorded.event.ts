import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program, team } from '../../fields.ts';

export const releaseRecorded = defineEvent({
  type: 'plumbline.release.recorded',
  version: 1,
  summary: 'A model was released; a later event on the same release corrects what an earlier one says.',
  data: z.strictObject({
    program: program.optional(),
    release: idOf('The release, unique for its model.'),
    model: idOf('The model.'),
    evaluated: z
      .boolean()
      .meta({ description: 'Whether an evaluation on the agreed test set covers this very release.' }),
    evaluation: idOf('The evaluation, by its number or address.').optional(),
    team: team.optional(),
  }),
  example: {
    release: '2026-08-14.1',
    model: 'claims-router',
    evaluated: true,
    evaluation: 'EVAL-88',
    team: 'platform',
  },
  subject: (data) => data.release,
});
