import { FactQuery, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../facts/columns.ts';
import type { SkillRating } from './rating.ts';

export const skillFacts = new FactQuery({
  name: 'kpi.skill-ratings',
  types: ['plumbline.skill.rated'],
  table: 'skill_facts',
  columns: 'learner, role, skill, competence, criticality, evidence_source',
  where: OF_PROGRAM,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      learner: z.string(),
      role: z.string(),
      skill: z.string(),
      competence: z.number(),
      criticality: z.number().nullable(),
      evidence_source: z.string(),
    })
    .transform((row): SkillRating => ({
      ...originOf(row),
      learner: row.learner,
      role: row.role,
      skill: row.skill,
      competence: row.competence,
      criticality: row.criticality,
      evidenceSource: row.evidence_source,
    })),
});
