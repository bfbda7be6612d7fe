import { FactQuery, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../facts/columns.ts';
import type { UseCaseFact } from './use-case.ts';

/** A register entry, with the program it names ('' : none). */
export type UseCaseRow = UseCaseFact & { readonly program: string };

export const useCaseFacts = new FactQuery({
  name: 'kpi.use-cases',
  types: [
    'plumbline.use-case.registered',
    'plumbline.use-case.changed',
    'plumbline.use-case.re-tiered',
    'plumbline.use-case.first-used',
    'plumbline.use-case.retired',
  ],
  table: 'use_case_facts',
  columns: 'program, use_case, kind, version, tier, owner, team, title',
  where: OF_PROGRAM,
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
