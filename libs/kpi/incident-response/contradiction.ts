import { evidenceOf, type EvidenceEntry } from '../evidence/evidence.ts';
import { timeToDetect, type Incident } from './incident.ts';

/** What cannot be true of an incident as a whole: none of its times says how fast it was mitigated. Null: nothing. */
export function contradictionIn(incident: Incident): EvidenceEntry | null {
  const { id, opened, detected, mitigated, resolved } = incident;
  if (opened !== null && resolved !== null && resolved.occurredAt < opened.occurredAt)
    return evidenceOf('quarantined', id, resolved, 'resolved before opened');
  if (detected !== null && mitigated !== null && mitigated.occurredAt < detected.occurredAt)
    return evidenceOf('quarantined', id, mitigated, 'mitigated before detected');
  return null;
}

/** Events whose duration is negative and which leave their own stage alone. */
export function negativeStages(incident: Incident): EvidenceEntry[] {
  const { id, detected, acknowledged } = incident;
  if (detected === null) return [];
  const found: EvidenceEntry[] = [];
  if ((timeToDetect(incident) ?? 0) < 0)
    found.push(evidenceOf('quarantined', id, detected, 'detected before started'));
  if (acknowledged !== null && acknowledged.occurredAt < detected.occurredAt)
    found.push(evidenceOf('quarantined', id, acknowledged, 'acknowledged before detected'));
  return found;
}
