import { parseInstant, secondsBetween, type Instant } from '#platform';
import { medianInterval } from './estimates.ts';
import { countEach, evidence, type Expected, type Reading } from './figure.ts';
import { drillsOf } from './drills.ts';
import { contradiction, incidentsOf, isSound, negativeStages, timeOf, type Incident } from './incident.ts';
import { countedAt, type LogEntry, type Pair } from './log.ts';
import { daysOf, wholeProgram, type Program, type Window } from './program.ts';
import { compareSpeed } from './speed-difference.ts';
import { freshnessOf } from './staleness.ts';
import { directionVerdict, NO_TARGET, targetOf } from './status.ts';
import { productLimit } from './product-limit.ts';

/** "Headline: Kaplan-Meier median of time to mitigate"; membership of a period by detection. */
export function incidentResponse(
  log: readonly LogEntry[],
  program: Program,
  pair: Pair,
  by: string,
): Reading {
  const { incidents, heard } = incidentsOf(program, countedAt(log, pair));
  const freshness = freshnessOf(heard);
  const figure = (own: readonly Incident[]) => ({ ...figureOf(program, own, pair), freshness });
  const teams =
    by === 'team'
      ? Map.groupBy(incidents, ({ opened }) => opened?.data.team ?? 'unknown')
      : new Map<string, Incident[]>();
  return {
    whole: figure(incidents),
    rows: new Map([...teams].map(([team, own]) => [team, figure(own)])),
    minimumGroup: null,
  };
}

function figureOf(
  program: Program,
  incidents: readonly Incident[],
  { asOf }: Pair,
): Omit<Expected, 'freshness'> {
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
  const isMitigated = ({ mitigated }: Incident) => mitigated !== undefined;
  const closed = asOf >= current.end;
  const timesOf = (own: readonly Incident[]) => own.flatMap((one) => timeOf(one, asOf));
  const medianOf = (own: readonly Incident[]) => productLimit(timesOf(own))(0.5);
  const speed = productLimit(timesOf(kept));
  const comparison = before === null ? null : compareSpeed(timesOf(kept), timesOf(before));
  return {
    period: { ...current, closed },
    value: speed(0.5),
    numerator: null,
    denominator: null,
    n: kept.length,
    excluded: countEach(undetected.map(() => 'never-detected')),
    unmatched: 0,
    censored: open.length,
    interval: medianInterval(timesOf(kept)),
    target: targetOf(program.targets['incident-response']),
    baseline: before && baseline && { value: medianOf(before), n: before.length, period: baseline },
    ...directionVerdict({
      change: comparison?.interval ?? null,
      estimate: comparison?.estimate ?? null,
      better: -1,
      closed,
      obstacles: obstaclesOf(
        program,
        kept.filter(isMitigated).length,
        before && before.filter(isMitigated).length,
        comparison,
      ),
    }),
    details: {
      quarantined: countEach(quarantined.map(({ reason }) => reason)),
      p75: speed(0.75),
      p90: speed(0.9),
      mitigated: kept.filter(isMitigated).length,
      incidents: { now: kept.length, baseline: before && before.length },
      timeToDetect: detectionOf(kept),
      ...(comparison?.details ?? { rmstDifference: null, logRank: null }),
      stages: { acknowledge: stageOf(kept, 'acknowledged'), resolve: stageOf(kept, 'resolved') },
      drills: drillsOf(
        detectedIn(drills, current).filter(isSound),
        baseline && detectedIn(drills, baseline).filter(isSound),
        asOf,
      ),
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
  const usable = times.filter((seconds) => seconds >= 0).map((time) => ({ time, event: true }));
  const detection = productLimit(usable);
  return {
    n: usable.length,
    unknownStart: incidents.length - times.length,
    median: detection(0.5),
    interval: medianInterval(usable),
    p75: detection(0.75),
    p90: detection(0.9),
  };
}

/** Of those that got to a stage, and not before they were detected. */
function stageOf(incidents: readonly Incident[], to: 'acknowledged' | 'resolved') {
  const times = incidents
    .flatMap(({ detected, [to]: reached }) =>
      detected && reached ? [secondsBetween(detected.entry.occurredAt, reached.entry.occurredAt)] : [],
    )
    .filter((seconds) => seconds >= 0);
  return { n: times.length, median: productLimit(times.map((time) => ({ time, event: true })))(0.5) };
}

function obstaclesOf(
  program: Program,
  now: number,
  before: number | null,
  comparison: ReturnType<typeof compareSpeed> | null,
): string[] {
  const least = program.status.minimumN['incident-response'].mitigatedPerPeriod;
  const tooFew = (period: string, mitigated: number) =>
    mitigated < least
      ? [`Only ${mitigated} incidents of ${period} were mitigated; at least ${least} are needed.`]
      : [];
  const reasons = program.targets['incident-response'] === undefined ? [NO_TARGET] : [];
  if (before === null) reasons.push('The program file names no baseline period.');
  reasons.push(...tooFew('the current period', now));
  if (before !== null) reasons.push(...tooFew('the baseline period', before));
  if (reasons.length === 0 && comparison?.interval === null)
    reasons.push(`The two periods cannot be compared: ${comparison.reason}`);
  return reasons;
}

function isIn({ start, end }: Window, moment: Instant | undefined): boolean {
  return moment !== undefined && moment >= start && moment <= end;
}

function detectedIn(incidents: readonly Incident[], window: Window): Incident[] {
  return incidents.filter(({ detected }) => isIn(window, detected?.entry.occurredAt));
}
