import { FactQuery, instantColumn, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { OF_PROGRAM, programParameters } from '../facts/columns.ts';
import type { IncidentFact } from './incident.ts';

/** A timing, with the program it names ('' : none). */
export type IncidentRow = IncidentFact & { readonly program: string };

export const incidentFacts = new FactQuery({
  name: 'kpi.incidents',
  types: [
    'plumbline.incident.opened',
    'plumbline.incident.detected',
    'plumbline.incident.acknowledged',
    'plumbline.incident.mitigated',
    'plumbline.incident.resolved',
  ],
  table: 'incident_facts',
  columns: 'program, incident, kind, model, severity, team, drill, started_at, time_precision, notes_score',
  where: OF_PROGRAM,
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
