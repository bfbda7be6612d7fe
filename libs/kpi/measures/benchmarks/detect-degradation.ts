import { occurredBy } from '#facts';
import { evidenceOf, type EvidenceEntry } from '../../evidence/evidence.ts';
import { timesToEvent } from '../../estimates/times-to-event.ts';
import type { Frame } from '../../frame/frame.ts';
import { scanOf } from '../../freshness/feed.ts';
import { incidentsOf, timeToDetect, type Incident } from '../../incident-response/incident.ts';
import type { IncidentRow } from '../../incident-response/incidents.query.ts';
import { incidentHistories, incidentSettingsOf } from '../../incident-response/loader.ts';
import { seriesOf } from '../../incident-response/series.ts';
import type { Benchmark, BenchmarkValue } from './benchmark.ts';

/** Seconds from the start of a real incident of the current period to its detection; drills beside it, never among it. */
export const detectDegradation: Benchmark = {
  id: 'detect-degradation',
  unit: 'seconds',
  async value(reader, frame) {
    return detectDegradationValue(await reader.incidents(), frame);
  },
};

export function detectDegradationValue(facts: readonly IncidentRow[], frame: Frame): BenchmarkValue {
  const { asOf } = frame.clocks;
  const { feed } = incidentHistories(facts, frame);
  const { current } = incidentSettingsOf(frame.program);
  const incidents = incidentsOf(occurredBy(feed, asOf)).filter(({ opened }) => opened !== null);
  const detected = (drill: boolean) =>
    seriesOf(
      incidents.filter(({ opened }) => opened?.drill === drill),
      current,
      asOf,
    ).incidents;
  const real = detected(false);
  const times = timesOf(real);
  const drills = timesOf(detected(true));
  return {
    value: times.median,
    numerator: null,
    denominator: null,
    n: times.n,
    interval: times.interval,
    reason: times.n === 0 ? 'No real incident with a known start was detected in the period.' : null,
    details: {
      unknownStart: real.filter((incident) => timeToDetect(incident) === null).length,
      p90: times.p90,
      drills: { median: drills.median, n: drills.n },
    },
    evidence: real.flatMap(evidenceOn),
    feed: scanOf(feed),
  };
}

function timesOf(incidents: readonly Incident[]) {
  const seconds = incidents.flatMap((incident) => timeToDetect(incident) ?? []).filter((time) => time >= 0);
  return { n: seconds.length, ...timesToEvent(seconds.map((time) => ({ time, event: true }))) };
}

function evidenceOn(incident: Incident): EvidenceEntry[] {
  const { id, detected } = incident;
  const seconds = timeToDetect(incident);
  if (detected === null) return [];
  if (seconds === null) return [evidenceOf('excluded', id, detected, 'unknown start')];
  return seconds < 0
    ? [evidenceOf('quarantined', id, detected, 'detected before started')]
    : [evidenceOf('numerator', id, detected)];
}
