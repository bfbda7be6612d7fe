import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';

/** The source of every statement of a tenant, so that a statement id is unique whatever key sent it. */
export const STATEMENT_SOURCE = 'urn:plumbline:xapi';

export const xapiStatementStored = defineEvent({
  type: 'plumbline.xapi.statement-stored',
  version: 1,
  summary: 'An xAPI statement, exactly as stored. Statements arrive at /xapi/statements only.',
  internal: true,
  // Loose: a statement is checked by the rules of xAPI where it arrives.
  data: z.looseObject({
    id: z.uuid().meta({ description: 'The statement’s id.' }),
    actor: z.looseObject({}).meta({ description: 'An Agent or Group.' }),
    verb: z.looseObject({ id: z.string() }),
    object: z.looseObject({}),
  }),
  example: {
    id: 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0',
    actor: { objectType: 'Agent', mbox: 'mailto:ada.lind@example.org' },
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
    object: { id: 'https://lms.example.org/course/ai-literacy' },
    timestamp: '2026-07-20T09:30:00.000Z',
  },
  subject: (data) => data.id,
});
