import { FactQuery, originColumns, originOf, type FactOrigin } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../facts/columns.ts';

/** A version of a prompt that entered the library, with the program it names; '' where the event says nothing. */
export interface PromptRegistration extends FactOrigin {
  readonly program: string;
  readonly prompt: string;
  readonly version: string;
  readonly owner: string;
  readonly useCase: string;
  readonly team: string;
}

export const promptFacts = new FactQuery({
  name: 'kpi.prompt-registrations',
  types: ['plumbline.prompt.registered'],
  table: 'prompt_facts',
  columns: 'program, prompt, version, owner, use_case, team',
  where: OF_PROGRAM,
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
