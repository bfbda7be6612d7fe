import { FactQuery, instantColumn, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../facts/columns.ts';
import type { CertificationFact } from './certificate.ts';

export const certificationFacts = new FactQuery({
  name: 'kpi.certifications',
  types: ['plumbline.certification.awarded', 'plumbline.certification.revoked'],
  table: 'certification_facts',
  columns: 'learner, kind, level, module, expires',
  where: OF_PROGRAM,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      learner: z.string(),
      kind: z.enum(['awarded', 'revoked']),
      level: z.string(),
      module: z.string(),
      expires: instantColumn.nullable(),
    })
    .transform((row): CertificationFact => ({
      ...originOf(row),
      learner: row.learner,
      kind: row.kind,
      level: row.level,
      module: row.module,
      expires: row.expires,
    })),
});
