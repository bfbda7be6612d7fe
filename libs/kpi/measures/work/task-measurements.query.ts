import { FactQuery, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../../facts/columns.ts';
import { moments } from './moment.ts';
import type { TaskMeasurement } from './task-measurement.ts';

export const taskFacts = new FactQuery({
  name: 'kpi.task-measurements',
  types: ['plumbline.task.measured'],
  table: 'task_facts',
  columns: 'program, task, phase, minutes, rework, escalated, team',
  where: OF_PROGRAM,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      program: z.string(),
      task: z.string(),
      phase: z.enum(moments),
      minutes: z.number().nullable(),
      rework: z.boolean().nullable(),
      escalated: z.boolean().nullable(),
      team: z.string(),
    })
    .transform((row): TaskMeasurement => ({
      ...originOf(row),
      program: row.program,
      task: row.task,
      moment: row.phase,
      minutes: row.minutes,
      rework: row.rework,
      escalated: row.escalated,
      team: row.team,
    })),
});
