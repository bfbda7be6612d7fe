import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { originColumns, originOf, programParameters } from '../../facts/columns.ts';
import { moments } from './moment.ts';
import type { TaskMeasurement } from './task-measurement.ts';

export const taskMeasurementsQuery = defineQuery({
  name: 'kpi.task-measurements',
  sql: `
    SELECT program, task, phase, minutes, rework, escalated, team, occurred_at, recorded_at, source, id
    FROM task_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})`,
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
