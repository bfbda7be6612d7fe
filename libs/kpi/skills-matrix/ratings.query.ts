import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { originColumns, originOf, programParameters } from '../facts/columns.ts';
import type { SkillRating } from './rating.ts';

export const skillRatingsQuery = defineQuery({
  name: 'kpi.skill-ratings',
  sql: `
    SELECT learner, role, skill, competence, criticality, evidence_source, occurred_at, recorded_at, source, id
    FROM skill_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})`,
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
