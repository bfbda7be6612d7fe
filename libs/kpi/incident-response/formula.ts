import { occurredBy } from '#facts';
import type { Instant } from '#platform';
import { timesToEvent } from '../estimates/times-to-event.ts';
import { evidenceOf } from '../evidence/evidence.ts';
import { tally, type Figure, type Span } from '../figure.ts';
import type { Target } from '../kpi.schema.ts';
import { compareSpeed } from './comparison.ts';
import { contradictionIn, negativeStages } from './contradiction.ts';
import { drillSeries } from './drills.ts';
import { incidentsOf, timeToDetect, timeToMitigate, type Incident, type IncidentFact } from './incident.ts';
import { seriesOf, within } from './series.ts';
import { incidentStatus } from './status.ts';

export interface IncidentSettings {
  readonly baseline: Span | null;
  readonly current: Span;
  readonly target: Target | null;
  readonly minimumMitigated: number;
}

/** Incident response from what had occurred by `asOf`. Durations in seconds. */
export function incidentResponseFigure(
  facts: readonly IncidentFact[],
  settings: IncidentSettings,
  asOf: Instant,
): Figure {
  return figureOfIncidents(incidentsOf(occurredBy(facts, asOf)), settings, asOf);
}

/** The same from incidents as they stood at `asOf`, in the order of their ids. */
export function figureOfIncidents(
  incidents: readonly Incident[],
  settings: IncidentSettings,
  asOf: Instant,
): Figure {
  const described = incidents.filter((incident) => incident.opened !== null);
  const undescribed = incidents.filter(
    (incident) => incident.opened === null && within(settings.current, incident.detected?.occurredAt),
  );
  const real = described.filter((incident) => incident.opened?.drill === false);
  const now = seriesOf(real, settings.current, asOf);
  const before = settings.baseline === null ? null : seriesOf(real, settings.baseline, asOf);
  const neverDetected = real.filter(
    (incident) => incident.detected === null && within(settings.current, incident.opened?.occurredAt),
  );
  const open = now.incidents.filter((incident) => incident.mitigated === null);
  const speed = timesToEvent(now.observations);
  const speedBefore = before === null ? null : timesToEvent(before.observations);
  const comparison = before === null ? null : compareSpeed(now.observations, before.observations);
  const closed = asOf >= settings.current.end;
  const quarantined = [
    ...now.quarantined,
    ...neverDetected.flatMap((incident) => contradictionIn(incident) ?? []),
    ...now.incidents.flatMap(negativeStages),
    ...undescribed.flatMap(({ id, detected }) =>
      detected ? [evidenceOf('quarantined', id, detected, 'never opened')] : [],
    ),
  ];
  return {
    period: { ...settings.current, closed },
    value: speed.median,
    numerator: null,
    denominator: null,
    n: now.incidents.length,
    interval: speed.interval,
    target: settings.target,
    baseline:
      before === null || settings.baseline === null
        ? null
        : {
            value: speedBefore?.median ?? null,
            n: before.incidents.length,
            period: { ...settings.baseline },
          },
    excluded: tally(neverDetected.map(() => NEVER_DETECTED)),
    unmatched: 0,
    censored: open.length,
    verdict: incidentStatus({
      now,
      before,
      comparison,
      minimumMitigated: settings.minimumMitigated,
      directed: settings.target !== null,
      closed,
    }),
    details: {
      p75: speed.p75,
      p90: speed.p90,
      mitigated: speed.events,
      incidents: { now: now.incidents.length, baseline: before?.incidents.length ?? null },
      ...(comparison?.details ?? { rmstDifference: null, logRank: null }),
      timeToDetect: detectionTimes(now.incidents),
      stages: stagesOf(now.incidents),
      drills: drillSeries(
        described.filter((incident) => incident.opened?.drill === true),
        settings,
        asOf,
      ),
      quarantined: tally(quarantined.flatMap(({ reason }) => reason ?? [])),
    },
    evidence: () => [
      ...now.incidents.flatMap(({ id, mitigated }) =>
        mitigated ? [evidenceOf('numerator', id, mitigated)] : [],
      ),
      ...now.incidents.flatMap(({ id, detected }) =>
        detected ? [evidenceOf('denominator', id, detected)] : [],
      ),
      ...neverDetected.flatMap(({ id, opened }) =>
        opened ? [evidenceOf('excluded', id, opened, NEVER_DETECTED)] : [],
      ),
      ...open.flatMap(({ id, detected }) =>
        detected ? [evidenceOf('censored', id, detected, 'still open')] : [],
      ),
      ...quarantined,
    ],
  };
}

export const NEVER_DETECTED = 'never-detected';

function detectionTimes(incidents: readonly Incident[]) {
  const known = incidents.map(timeToDetect).filter((seconds) => seconds !== null);
  const usable = known.filter((seconds) => seconds >= 0);
  const times = timesToEvent(usable.map((time) => ({ time, event: true })));
  return {
    n: usable.length,
    unknownStart: incidents.length - known.length,
    median: times.median,
    interval: times.interval === null ? null : { ...times.interval },
    p75: times.p75,
    p90: times.p90,
  };
}

/** Medians of the other stages over those that reached them, counted; not a judgement of speed. */
function stagesOf(incidents: readonly Incident[]) {
  const stage = (to: 'acknowledged' | 'resolved') => {
    const times = incidents.flatMap((incident) => {
      const [start, end] = [incident.detected, incident[to]];
      if (start === null || end === null) return [];
      const reached = timeToMitigate({ ...incident, mitigated: end }, end.occurredAt);
      return reached !== null && reached.seconds >= 0 ? [{ time: reached.seconds, event: true }] : [];
    });
    return { n: times.length, median: timesToEvent(times).median };
  };
  return { acknowledge: stage('acknowledged'), resolve: stage('resolved') };
}
