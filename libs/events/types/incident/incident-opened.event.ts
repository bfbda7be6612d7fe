import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, momentOf, program, team, timePrecision } from '../../fields.ts';

export const incidentOpened = defineEvent({
  type: 'plumbline.incident.opened',
  version: 1,
  summary: 'An incident of a model, or a drill of one, was put on record.',
  data: z.strictObject({
    program: program.optional(),
    incident: idOf('The incident.'),
    model: idOf('The model concerned.').optional(),
    severity: idOf('The severity, as the program file names it.'),
    team: team.optional(),
    drill: z.boolean().optional().meta({ description: 'A drill, not a real incident. Absent: false.' }),
    startedAt: momentOf('When the incident began.')
      .nullable()
      .meta({ description: 'When the incident began; null when that is not known.' }),
    timePrecision: timePrecision.optional(),
  }),
  example: {
    incident: 'INC-204',
    model: 'claims-router',
    severity: 'sev2',
    team: 'platform',
    drill: false,
    startedAt: '2026-08-11T07:40:00Z',
    timePrecision: 'estimated',
  },
  subject: (data) => data.incident,
});
