import { z } from 'zod';
import { defineEvent } from '../../define-event.ts';
import { idOf, program } from '../../fields.ts';

/** The closed list of what a rating of a skill can rest on, the firmest first. */
export const EVIDENCE_SOURCES = [
  'test',
  'work-sample',
  'certificate',
  'manager',
  'peer',
  'interview',
  'self-report',
] as const;
export type EvidenceSource = (typeof EVIDENCE_SOURCES)[number];

const rating = (what: string) => z.number().min(1).max(5).meta({ description: what });

export const skillRated = defineEvent({
  type: 'plumbline.skill.rated',
  version: 1,
  summary:
    'A cell of the skills matrix was filled in: how well a learner, or a role as a whole, masters a skill.',
  data: z
    .strictObject({
      program: program.optional(),
      learner: idOf('The learner who was rated. Needed unless role is given.').optional(),
      role: idOf('The role, as the program file names it. Alone: the role as a whole was rated.').optional(),
      skill: idOf('The skill.'),
      competence: rating('Competence now, 1 (none) to 5 (teaches others).'),
      criticality: rating(
        'How much the work of the role depends on the skill, 1 (hardly) to 5 (wholly). Absent: not rated here.',
      ).optional(),
      evidenceSource: z
        .enum(EVIDENCE_SOURCES)
        .meta({ description: 'What the rating of competence rests on, from the closed list.' }),
    })
    .refine((data) => data.learner !== undefined || data.role !== undefined, {
      path: ['learner'],
      error: 'Give learner or role.',
    }),
  example: {
    program: 'ai-reskilling-2026',
    learner: 'E-1001',
    role: 'prompt-engineer',
    skill: 'evaluation-design',
    competence: 2,
    criticality: 5,
    evidenceSource: 'work-sample',
  },
  subject: (data) => data.learner ?? data.role ?? data.skill,
});
