import type { IncidentFact } from '#kpi';
import { day, originAt } from '../draws.ts';

/** One timing of a simulated incident, in days. */
export function incidentFact(
  incident: string,
  kind: string,
  at: number,
  said: Pick<IncidentFact, 'severity' | 'team' | 'drill' | 'startedAt'>,
): IncidentFact {
  return {
    ...originAt(day(at), `${incident}-${kind}`),
    incident,
    kind,
    model: 'm',
    timePrecision: '',
    notesScore: null,
    ...said,
  };
}
