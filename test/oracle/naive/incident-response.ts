import { parseInstant, secondsBetween, type Instant } from '#platform';
import { z } from 'zod';
import { countEach, evidence, type Ends, type Expected, type Reading } from './figure.ts';
import { countedAt, toldAs, type LogEntry, type Pair } from './log.ts';
import { belongs, daysOf, wholeProgram, type Program, type Window } from './program.ts';
import { directionVerdict } from './status.ts';
import { productLimit } from './product-limit.ts';

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

/** What the answer says of the difference to the baseline: statuses are judged by it. */
export interface Difference {
  readonly estimate: number | null;
  readonly interval: Ends;
}

interface Incident {
  readonly id: string;
  readonly opened: Said | undefined;
  readonly detected: Said | undefined;
  readonly acknowledged: Said | undefined;
  /** "mitigated = the earlier of mitigated and resolved" */
  readonly mitigated: Said | undefined;
  readonly resolved: Said | undefined;
}

/** "Headline: Kaplan-Meier median of time to mitigate"; membership of a period by detection. */
export function incidentResponse(
  log: readonly LogEntry[],
  program: Program,
  pair: Pair,
  by: string,
  differenceOf: (row: string | null) => Difference,
): Reading {
  const events = toldAs(countedAt(log, pair), 'incident', kinds, said).filter(
    ({ data }) => data.program === undefined || data.program === program.program.id,
  );
  const incidents = [...Map.groupBy(events, ({ data }) => data.incident)]
    .filter(([, history]) => isOurs(program, history))
    .map(([id, history]) => incidentOf(id, history));
  const figure = (own: readonly Incident[], row: string | null) =>
    figureOf(program, own, differenceOf(row), pair);
  const teams =
    by === 'team'
      ? Map.groupBy(incidents, ({ opened }) => opened?.data.team ?? 'unknown')
      : new Map<string, Incident[]>();
  return {
    whole: figure(incidents, null),
    rows: new Map([...teams].map(([team, own]) => [team, figure(own, team)])),
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

function figureOf(
  program: Program,
  incidents: readonly Incident[],
  difference: Difference,
  { asOf }: Pair,
): Expected {
  const windows = program.incidents;
  const current = daysOf(program, windows.current ?? wholeProgram(program));
  const baseline = windows.baseline === undefined ? null : daysOf(program, windows.baseline);
  const real = incidents.filter(({ opened }) => opened?.data.drill === false);
  const drills = incidents.filter(({ opened }) => opened?.data.drill === true);
  const now = detectedIn(real, current);
  const kept = now.filter(isSound);
  const before = baseline === null ? null : detectedIn(real, baseline).filter(isSound);
  const open = kept.filter(({ mitigated }) => mitigated === undefined);
  const undetected = real.filter(
    ({ opened, detected }) => detected === undefined && isIn(current, opened?.entry.occurredAt),
  );
  const quarantined = [
    ...[...now, ...undetected].flatMap(contradiction),
    ...kept.flatMap(negativeStages),
    ...detectedIn(incidents, current).flatMap(({ id, opened, detected }) =>
      opened === undefined && detected ? [{ id, event: detected, reason: 'never opened' }] : [],
    ),
  ];
  const least = program.status.minimumN['incident-response'].mitigatedPerPeriod;
  const isMitigated = ({ mitigated }: Incident) => mitigated !== undefined;
  const closed = asOf >= current.end;
  const medianOf = (own: readonly Incident[]) => productLimit(own.flatMap((one) => timeOf(one, asOf)));
  const speed = medianOf(kept);
  const drilled = detectedIn(drills, current).filter(isSound);
  return {
    period: { ...current, closed },
    value: speed(0.5),
    numerator: null,
    denominator: null,
    n: kept.length,
    excluded: countEach(undetected.map(() => 'never-detected')),
    unmatched: 0,
    censored: open.length,
    baseline: before && { value: medianOf(before)(0.5), n: before.length },
    ...directionVerdict({
      change: difference.interval,
      estimate: difference.estimate,
      better: -1,
      closed,
      cannot:
        program.targets['incident-response'] === undefined ||
        before === null ||
        kept.filter(isMitigated).length < least ||
        before.filter(isMitigated).length < least,
    }),
    details: {
      quarantined: countEach(quarantined.map(({ reason }) => reason)),
      p75: speed(0.75),
      p90: speed(0.9),
      mitigated: kept.filter(isMitigated).length,
      incidents: { now: kept.length, baseline: before && before.length },
      timeToDetect: detectionOf(kept),
      drills: { n: drilled.length, median: medianOf(drilled)(0.5) },
    },
    evidence: [
      ...kept.flatMap(({ id, mitigated }) => (mitigated ? [evidence('numerator', id, mitigated.entry)] : [])),
      ...kept.flatMap(({ id, detected }) => (detected ? [evidence('denominator', id, detected.entry)] : [])),
      ...undetected.flatMap(({ id, opened }) => (opened ? [evidence('excluded', id, opened.entry)] : [])),
      ...open.flatMap(({ id, detected }) => (detected ? [evidence('censored', id, detected.entry)] : [])),
      ...quarantined.map(({ id, event }) => evidence('quarantined', id, event.entry)),
    ],
  };
}

/** "Unknown starts leave time-to-detect but are counted; negative durations are quarantined." */
function detectionOf(incidents: readonly Incident[]) {
  const times = incidents.flatMap(({ opened, detected }) => {
    const startedAt = parseInstant(opened?.data.startedAt ?? '');
    return startedAt === null || detected === undefined
      ? []
      : [secondsBetween(startedAt, detected.entry.occurredAt)];
  });
  const usable = times.filter((seconds) => seconds >= 0);
  const median = productLimit(usable.map((time) => ({ time, event: true })))(0.5);
  return { n: usable.length, unknownStart: incidents.length - times.length, median };
}

function isIn({ start, end }: Window, moment: Instant | undefined): boolean {
  return moment !== undefined && moment >= start && moment <= end;
}

function detectedIn(incidents: readonly Incident[], window: Window): Incident[] {
  return incidents.filter(({ detected }) => isIn(window, detected?.entry.occurredAt));
}

/** What cannot be true of an incident; its times then say nothing, and it is set aside. */
function contradiction({ id, opened, detected, mitigated, resolved }: Incident) {
  if (opened && resolved && resolved.entry.occurredAt < opened.entry.occurredAt)
    return [{ id, event: resolved, reason: 'resolved before opened' }];
  if (detected && mitigated && mitigated.entry.occurredAt < detected.entry.occurredAt)
    return [{ id, event: mitigated, reason: 'mitigated before detected' }];
  return [];
}

function isSound(incident: Incident): boolean {
  return contradiction(incident).length === 0;
}

/** A negative stage beside the time to mitigate leaves that stage alone. */
function negativeStages({ id, opened, detected, acknowledged }: Incident) {
  const found: { id: string; event: Said; reason: string }[] = [];
  const startedAt = parseInstant(opened?.data.startedAt ?? '');
  if (detected && startedAt !== null && detected.entry.occurredAt < startedAt)
    found.push({ id, event: detected, reason: 'detected before started' });
  if (detected && acknowledged && acknowledged.entry.occurredAt < detected.entry.occurredAt)
    found.push({ id, event: acknowledged, reason: 'acknowledged before detected' });
  return found;
}

/** "mitigated - detected"; "open incidents right-censored at `asOf`". */
function timeOf({ detected, mitigated }: Incident, asOf: Instant) {
  if (detected === undefined) return [];
  const time = secondsBetween(detected.entry.occurredAt, mitigated?.entry.occurredAt ?? asOf);
  return [{ time, event: mitigated !== undefined }];
}
