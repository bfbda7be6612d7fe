import { defineQuery } from '#clickhouse';
import { ACCEPTANCES } from '#events';
import { z } from 'zod';
import { originColumns, originOf, programParameters } from '../facts/columns.ts';
import type { PromptUse } from './use.ts';

export const promptUsesQuery = defineQuery({
  name: 'kpi.prompt-uses',
  sql: `
    SELECT program, prompt, version, task, acceptance, minutes_saved, team, learner, occurred_at, recorded_at, source, id
    FROM prompt_use_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})`,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      program: z.string(),
      prompt: z.string(),
      version: z.string(),
      task: z.string(),
      acceptance: z.enum(['', ...ACCEPTANCES]),
      minutes_saved: z.number().nullable(),
      team: z.string(),
      learner: z.string(),
    })
    .transform((row): PromptUse => ({
      ...originOf(row),
      program: row.program,
      prompt: row.prompt,
      version: row.version,
      task: row.task,
      acceptance: row.acceptance === '' ? null : row.acceptance,
      minutesSaved: row.minutes_saved,
      team: row.team,
      learner: row.learner,
    })),
});
