import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, momentOf, program } from '../../fields.ts';

export const governanceReviewRequested = defineEvent({
  type: 'plumbline.governance.review-requested',
  version: 1,
  summary: 'A review of a version of a use case was asked for.',
  data: z.strictObject({
    program: program.optional(),
    useCase: idOf('The use case.'),
    version: idOf('The version to review.'),
    due: momentOf('By when it must be decided. Absent: by first use.').optional(),
    requestedBy: idOf('Who asked.').optional(),
  }),
  example: {
    useCase: 'claims-routing',
    version: '1',
    due: '2026-08-01T00:00:00Z',
    requestedBy: 'Henrik Sand',
  },
  subject: (data) => data.useCase,
});
