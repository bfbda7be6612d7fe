import type { IncidentRow } from '../incident-response/incidents.query.ts';
import { moment, origin } from './history.ts';

/** The timings of an incident as a test writes them; `started` null: unknown; another left out: no event. */
export interface ToldIncident {
  readonly opened: string;
  readonly started?: string | null;
  readonly detected?: string;
  readonly acknowledged?: string;
  readonly mitigated?: string;
  readonly resolved?: string;
  readonly team?: string;
  readonly drill?: boolean;
  readonly notesScore?: number;
}

/** The events of an incident of the example program. */
export function incidentRows(incident: string, told: ToldIncident): IncidentRow[] {
  const kinds = ['opened', 'detected', 'acknowledged', 'mitigated', 'resolved'] as const;
  return kinds.flatMap((kind) => {
    const at = told[kind];
    if (at === undefined) return [];
    const started = told.started ?? null;
    const described = kind === 'opened';
    return [
      {
        ...origin(at),
        program: 'ai-reskilling-2026',
        incident,
        kind,
        model: '',
        severity: described ? 'sev1' : '',
        team: described ? (told.team ?? 'claims') : '',
        drill: described && (told.drill ?? false),
        startedAt: described && started !== null ? moment(started) : null,
        timePrecision: '',
        notesScore: kind === 'resolved' ? (told.notesScore ?? null) : null,
      },
    ];
  });
}
