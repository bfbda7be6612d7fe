import { ByIdentity } from '#facts';
import { secondsBetween, type Instant } from '#platform';
import { byOccurrence, type FactOrigin } from '../evidence/evidence.ts';

export const incidentKinds = ['opened', 'detected', 'acknowledged', 'mitigated', 'resolved'] as const;

/** One timing of an incident. What describes it (model, severity, team, drill, start) comes with `opened`. */
export interface IncidentFact extends FactOrigin {
  readonly incident: string;
  readonly kind: string;
  readonly model: string;
  readonly severity: string;
  readonly team: string;
  readonly drill: boolean;
  readonly startedAt: Instant | null;
  readonly timePrecision: string;
  readonly notesScore: number | null;
}

/** An incident with the first event of each kind; null: not (yet) known. */
export interface Incident {
  readonly id: string;
  readonly opened: IncidentFact | null;
  readonly detected: IncidentFact | null;
  readonly acknowledged: IncidentFact | null;
  /** the earlier of mitigated and resolved */
  readonly mitigated: IncidentFact | null;
  readonly resolved: IncidentFact | null;
}

const known = new ByIdentity<readonly Incident[]>();

/** Incidents from their facts, by id; of two events of one kind the earlier stands. */
export function incidentsOf(facts: readonly IncidentFact[]): readonly Incident[] {
  return known.of([facts], '', () => readIncidents(facts));
}

function readIncidents(facts: readonly IncidentFact[]): Incident[] {
  return [...Map.groupBy(facts, (fact) => fact.incident)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, history]) => readIncident(id, history));
}

const read = new WeakMap<readonly IncidentFact[], Incident>();

/** An incident from its facts, at least one; the same for the same array. */
export function incidentOf(history: readonly IncidentFact[]): Incident {
  const known = read.get(history);
  if (known !== undefined) return known;
  const made = readIncident(history[0]?.incident ?? '', history);
  read.set(history, made);
  return made;
}

function readIncident(id: string, said: readonly IncidentFact[]): Incident {
  const history = said.toSorted(byOccurrence);
  const first = (...kinds: string[]) => history.find((fact) => kinds.includes(fact.kind)) ?? null;
  return {
    id,
    opened: first('opened'),
    detected: first('detected'),
    acknowledged: first('acknowledged'),
    mitigated: first('mitigated', 'resolved'),
    resolved: first('resolved'),
  };
}

/** Seconds from detection until mitigated, or until `asOf` when still open; null: never detected. May be negative. */
export function timeToMitigate(
  incident: Incident,
  asOf: Instant,
): { seconds: number; event: boolean } | null {
  if (incident.detected === null) return null;
  const from = incident.detected.occurredAt;
  return incident.mitigated === null
    ? { seconds: secondsBetween(from, asOf), event: false }
    : { seconds: secondsBetween(from, incident.mitigated.occurredAt), event: true };
}

/** Seconds from the start to detection; null: not detected, or nobody knows when it began. May be negative. */
export function timeToDetect(incident: Incident): number | null {
  const startedAt = incident.opened?.startedAt ?? null;
  return startedAt === null || incident.detected === null
    ? null
    : secondsBetween(startedAt, incident.detected.occurredAt);
}
