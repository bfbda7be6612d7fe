import type { Instant } from '#platform';
import type { Observation } from '#statistics';
import type { EvidenceEntry } from '../evidence/evidence.ts';
import type { Span } from '../figure.ts';
import { contradictionIn } from './contradiction.ts';
import { timeToMitigate, type Incident } from './incident.ts';

/** Real incidents of one period, by detection. */
export interface Series {
  /** detected in the period, without those whose times contradict each other */
  readonly incidents: readonly Incident[];
  readonly observations: readonly (Observation & { readonly severity: string })[];
  readonly quarantined: readonly EvidenceEntry[];
}

/** Incidents detected in a period, with the time to mitigate of each or the time it has been open. */
export function seriesOf(incidents: readonly Incident[], span: Span, asOf: Instant): Series {
  const kept: Incident[] = [];
  const observations: (Observation & { severity: string })[] = [];
  const quarantined: EvidenceEntry[] = [];
  for (const incident of incidents) {
    if (!within(span, incident.detected?.occurredAt)) continue;
    const duration = timeToMitigate(incident, asOf);
    if (duration === null) continue;
    const contradiction = contradictionIn(incident);
    if (contradiction !== null) {
      quarantined.push(contradiction);
      continue;
    }
    kept.push(incident);
    observations.push({
      time: duration.seconds,
      event: duration.event,
      severity: incident.opened?.severity ?? '',
    });
  }
  return { incidents: kept, observations, quarantined };
}

export function within(span: Span, moment: Instant | undefined): boolean {
  return moment !== undefined && moment >= span.start && moment <= span.end;
}
