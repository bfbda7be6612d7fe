import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, momentOf } from '../../fields.ts';

/** What a program is from a moment on; the definition itself is checked by the program file's own schema. */
export const programDefined = defineEvent({
  type: 'plumbline.program.defined',
  version: 1,
  summary: 'A program file was applied: from effectiveFrom on, this definition is in force.',
  adminOnly: true,
  scheduled: true,
  data: z.strictObject({
    program: idOf('The program that is defined.'),
    definition: z
      .record(z.string(), z.unknown())
      .meta({ description: 'The whole program file as a JSON object.' }),
    effectiveFrom: momentOf(
      'From when the definition is in force; may lie in the past. The envelope time, if given, must equal it.',
    ),
  }),
  example: {
    program: 'ai-reskilling-2026',
    definition: { program: { id: 'ai-reskilling-2026', title: 'AI Reskilling 2026' } },
    effectiveFrom: '2026-06-15T00:00:00+02:00',
  },
  subject: (data) => data.program,
});
