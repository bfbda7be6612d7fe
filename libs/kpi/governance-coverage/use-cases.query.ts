import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { originColumns, originOf, programParameters } from '../facts/columns.ts';
import type { UseCaseFact } from './use-case.ts';

/** A register entry, with the program it names ('' : none). */
export type UseCaseRow = UseCaseFact & { readonly program: string };

export const useCasesQuery = defineQuery({
  name: 'kpi.use-cases',
  sql: `
    SELECT program, use_case, kind, version, tier, owner, team, title, occurred_at, recorded_at, source, id
    FROM use_case_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})`,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      program: z.string(),
      use_case: z.string(),
      kind: z.string(),
      version: z.string(),
      tier: z.string(),
      owner: z.string(),
      team: z.string(),
      title: z.string(),
    })
    .transform((row): UseCaseRow => ({
      ...originOf(row),
      program: row.program,
      useCase: row.use_case,
      kind: row.kind,
      version: row.version,
      tier: row.tier,
      owner: row.owner,
      team: row.team,
      title: row.title,
    })),
});
