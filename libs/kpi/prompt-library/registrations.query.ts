import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import type { FactOrigin } from '../evidence/evidence.ts';
import { originColumns, originOf, programParameters } from '../facts/columns.ts';

/** A version of a prompt that entered the library, with the program it names; '' where the event says nothing. */
export interface PromptRegistration extends FactOrigin {
  readonly program: string;
  readonly prompt: string;
  readonly version: string;
  readonly owner: string;
  readonly useCase: string;
  readonly team: string;
}

export const promptRegistrationsQuery = defineQuery({
  name: 'kpi.prompt-registrations',
  sql: `
    SELECT program, prompt, version, owner, use_case, team, occurred_at, recorded_at, source, id
    FROM prompt_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})`,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      program: z.string(),
      prompt: z.string(),
      version: z.string(),
      owner: z.string(),
      use_case: z.string(),
      team: z.string(),
    })
    .transform(
      ({ program, prompt, version, owner, use_case: useCase, team, ...origin }): PromptRegistration => ({
        ...originOf(origin),
        program,
        prompt,
        version,
        owner,
        useCase,
        team,
      }),
    ),
});
