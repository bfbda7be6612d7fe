import { FactQuery, originColumns, originOf } from '#facts';
import { ACCEPTANCES } from '#events';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../facts/columns.ts';
import type { PromptUse } from './use.ts';

export const promptUseFacts = new FactQuery({
  name: 'kpi.prompt-uses',
  types: ['plumbline.prompt.used'],
  table: 'prompt_use_facts',
  columns: 'program, prompt, version, task, acceptance, minutes_saved, team, learner',
  where: OF_PROGRAM,
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
