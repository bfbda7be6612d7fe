import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { instantColumn, originColumns, originOf, programParameters } from '../facts/columns.ts';
import type { GovernanceFact } from './use-case.ts';

/** A governance event, with the program it names ('' : none). */
export type GovernanceRow = GovernanceFact & { readonly program: string };

export const governanceQuery = defineQuery({
  name: 'kpi.governance',
  sql: `
    SELECT program, use_case, kind, version, decision, reviewer, valid_until, due, exception, approver, expires, reason,
      occurred_at, recorded_at, source, id
    FROM governance_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})
    WHERE kind != 'control-plan-documented'`,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      program: z.string(),
      use_case: z.string(),
      kind: z.string(),
      version: z.string(),
      decision: z.string(),
      reviewer: z.string(),
      valid_until: instantColumn.nullable(),
      due: instantColumn.nullable(),
      exception: z.string(),
      approver: z.string(),
      expires: instantColumn.nullable(),
      reason: z.string(),
    })
    .transform((row): GovernanceRow => ({
      ...originOf(row),
      program: row.program,
      useCase: row.use_case,
      kind: row.kind,
      version: row.version,
      decision: row.decision,
      reviewer: row.reviewer,
      validUntil: row.valid_until,
      due: row.due,
      exception: row.exception,
      approver: row.approver,
      expires: row.expires,
      reason: row.reason,
    })),
});
