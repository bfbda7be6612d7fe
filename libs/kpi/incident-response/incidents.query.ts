import { defineQuery } from '#clickhouse';
import { z } from 'zod';
import { instantColumn, originColumns, originOf, programParameters } from '../facts/columns.ts';
import type { IncidentFact } from './incident.ts';

/** A timing, with the program it names ('' : none). */
export type IncidentRow = IncidentFact & { readonly program: string };

export const incidentsQuery = defineQuery({
  name: 'kpi.incidents',
  sql: `
    SELECT program, incident, kind, model, severity, team, drill, started_at, time_precision, notes_score,
      occurred_at, recorded_at, source, id
    FROM incident_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})`,
  params: programParameters,
  row: z
    .object({
      ...originColumns,
      program: z.string(),
      incident: z.string(),
      kind: z.string(),
      model: z.string(),
      severity: z.string(),
      team: z.string(),
      drill: z.boolean(),
      started_at: instantColumn.nullable(),
      time_precision: z.string(),
      notes_score: z.number().nullable(),
    })
    .transform((row): IncidentRow => ({
      ...originOf(row),
      program: row.program,
      incident: row.incident,
      kind: row.kind,
      model: row.model,
      severity: row.severity,
      team: row.team,
      drill: row.drill,
      startedAt: row.started_at,
      timePrecision: row.time_precision,
      notesScore: row.notes_score,
    })),
});
