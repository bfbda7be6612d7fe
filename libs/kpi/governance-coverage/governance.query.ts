import { FactQuery, instantColumn, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../facts/columns.ts';
import type { GovernanceFact } from './use-case.ts';

/** A governance event, with the program it names ('' : none). */
export type GovernanceRow = GovernanceFact & { readonly program: string };

export const governanceFacts = new FactQuery({
  name: 'kpi.governance',
  types: [
    'plumbline.governance.review-requested',
    'plumbline.governance.review-decided',
    'plumbline.exception.granted',
    'plumbline.exception.closed',
  ],
  table: 'governance_facts',
  columns:
    'program, use_case, kind, version, decision, reviewer, valid_until, due, exception, approver, expires, reason',
  where: `${OF_PROGRAM} AND kind != 'control-plan-documented'`,
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
