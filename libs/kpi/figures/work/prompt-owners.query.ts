import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { clockedParameters } from '../../facts/columns.ts';

/** Who owns each version of a prompt, by its latest registration. */
export const promptOwnersQuery = defineQuery({
  name: 'kpi.prompt-owners',
  sql: `
    SELECT prompt, version, argMax(owner, (occurred_at, recorded_at, id)) AS owner
    FROM prompt_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})
    GROUP BY prompt, version`,
  params: clockedParameters,
  row: z.object({ prompt: z.string(), version: z.string(), owner: z.string() }),
});

export type PromptOwner = z.infer<typeof promptOwnersQuery.row>;
