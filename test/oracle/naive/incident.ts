import { parseInstant, secondsBetween, type Instant } from '#platform';
import { z } from 'zod';
import { toldAs, type LogEntry } from './log.ts';
import { belongs, type Program } from './program.ts';
import type { Graded } from './speed-difference.ts';

const said = z.object({
  program: z.string().optional(),
  incident: z.string(),
  model: z.string().optional(),
  severity: z.string().optional(),
  team: z.string().optional(),
  drill: z.boolean().default(false),
  startedAt: z.string().nullable().optional(),
});
const kinds = ['opened', 'detected', 'acknowledged', 'mitigated', 'resolved'];
type Said = ReturnType<typeof toldAs<z.output<typeof said>>>[number];

export interface Incident {
  readonly id: string;
  readonly opened: Said | undefined;
  readonly detected: Said | undefined;
  readonly acknowledged: Said | undefined;
  /** "mitigated = the earlier of mitigated and resolved" */
  readonly mitigated: Said | undefined;
  readonly resolved: Said | undefined;
}

/** The incidents of a program with all that was said of each, in the order they were first heard of. */
export function incidentsOf(program: Program, counted: readonly LogEntry[]) {
  const events = toldAs(counted, 'incident', kinds, said).filter(
    ({ data }) => data.program === undefined || data.program === program.program.id,
  );
  const histories = [...Map.groupBy(events, ({ data }) => data.incident)].filter(([, history]) =>
    isOurs(program, history),
  );
  return {
    incidents: histories.map(([id, history]) => incidentOf(id, history)),
    heard: histories.flatMap(([, history]) => history.map(({ entry }) => entry)),
  };
}

/** An incident is the program's when an event of it names the program, or when none does and the scope covers what opened. */
function isOurs(program: Program, history: readonly Said[]): boolean {
  if (history.some(({ data }) => data.program !== undefined)) return true;
  const opened = history.find(({ kind }) => kind === 'opened');
  return opened !== undefined && belongs(program, undefined, opened.data);
}

function incidentOf(id: string, history: readonly Said[]): Incident {
  const first = (...wanted: string[]) => history.find(({ kind }) => wanted.includes(kind));
  return {
    id,
    opened: first('opened'),
    detected: first('detected'),
    acknowledged: first('acknowledged'),
    mitigated: first('mitigated', 'resolved'),
    resolved: first('resolved'),
  };
}

/** What cannot be true of an incident; its times then say nothing, and it is set aside. */
export function contradiction({ id, opened, detected, mitigated, resolved }: Incident) {
  if (opened && resolved && resolved.entry.occurredAt < opened.entry.occurredAt)
    return [{ id, event: resolved, reason: 'resolved before opened' }];
  if (detected && mitigated && mitigated.entry.occurredAt < detected.entry.occurredAt)
    return [{ id, event: mitigated, reason: 'mitigated before detected' }];
  return [];
}

export function isSound(incident: Incident): boolean {
  return contradiction(incident).length === 0;
}

/** A negative stage beside the time to mitigate leaves that stage alone. */
export function negativeStages({ id, opened, detected, acknowledged }: Incident) {
  const found: { id: string; event: Said; reason: string }[] = [];
  const startedAt = parseInstant(opened?.data.startedAt ?? '');
  if (detected && startedAt !== null && detected.entry.occurredAt < startedAt)
    found.push({ id, event: detected, reason: 'detected before started' });
  if (detected && acknowledged && acknowledged.entry.occurredAt < detected.entry.occurredAt)
    found.push({ id, event: acknowledged, reason: 'acknowledged before detected' });
  return found;
}

/** "mitigated - detected"; "open incidents right-censored at `asOf`". */
export function timeOf({ opened, detected, mitigated }: Incident, asOf: Instant): Graded[] {
  if (detected === undefined) return [];
  const time = secondsBetween(detected.entry.occurredAt, mitigated?.entry.occurredAt ?? asOf);
  return [{ time, event: mitigated !== undefined, severity: opened?.data.severity ?? '' }];
}
