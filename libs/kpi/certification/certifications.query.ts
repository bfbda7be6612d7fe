import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { instantColumn, originColumns, originOf, programParameters } from '../facts/columns.ts';
import type { CertificationFact } from './certificate.ts';

export const certificationsQuery = defineQuery({
  name: 'kpi.certifications',
  sql: `
    SELECT learner, kind, level, module, expires, occurred_at, recorded_at, source, id
    FROM certification_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})`,
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
