import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, momentOf, program } from '../../fields.ts';

export const governanceReviewDecided = defineEvent({
  type: 'plumbline.governance.review-decided',
  version: 1,
  summary: 'A review of a version of a use case was decided.',
  data: z.strictObject({
    program: program.optional(),
    useCase: idOf('The use case.'),
    version: idOf('The version that was reviewed.'),
    decision: z
      .enum(['approved', 'rejected', 'changes-requested'])
      .meta({ description: 'What was decided; only an approval covers the use case.' }),
    reviewer: idOf('Who decided.'),
    validUntil: momentOf('Until when an approval holds. Absent: as the program file says.').optional(),
  }),
  example: {
    useCase: 'claims-routing',
    version: '1',
    decision: 'approved',
    reviewer: 'Henrik Sand',
    validUntil: '2027-07-20T00:00:00Z',
  },
  subject: (data) => data.useCase,
});
