import { occurredBy } from '#facts';
import { secondsBetween } from '#platform';
import { evidenceOf, type EvidenceEntry } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { scanOf } from '../../freshness/feed.ts';
import { incidentsOf, type Incident } from '../../incident-response/incident.ts';
import type { IncidentRow } from '../../incident-response/incidents.query.ts';
import { incidentHistories, incidentSettingsOf } from '../../incident-response/loader.ts';
import { within } from '../../incident-response/series.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { Measure, MeasureFigure, MeasureValue } from '../measure.ts';
import { shareValue } from '../values/share-value.ts';
import { teamRows } from '../values/team-rows.ts';

export const logCompleteness: Measure = {
  id: 'log-completeness',
  title: 'Completeness of the incident log',
  definition:
    'Of the real incidents resolved in the current period, the share whose log holds every timing: when it started, was detected, was acknowledged, was mitigated (its resolution stands for that) and was resolved, and none before the one it follows. ' +
    'A row for each timing says how many have it, and one how many have theirs in order; or a row for each team. ' +
    'Incidents that are not resolved are still being written and are left out, as are drills.',
  definitionVersion: '1.0',
  unit: 'share',
  selfReported: false,
  dimensions: ['team'],
  reveals: null,
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    return logCompletenessFigure(await reader.incidents(), frame, by);
  },
};

export function logCompletenessFigure(
  facts: readonly IncidentRow[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const { asOf } = frame.clocks;
  const { current } = incidentSettingsOf(frame.program);
  const { feed } = incidentHistories(facts, frame);
  const incidents = incidentsOf(occurredBy(feed, asOf));
  const resolved = incidents.filter(({ resolved }) => within(current, resolved?.occurredAt));
  const real = resolved.filter(({ opened }) => opened?.drill !== true);
  const apart = [
    ...resolved
      .filter(({ opened }) => opened?.drill === true)
      .map((incident) => excludedOf(incident, 'drill')),
    ...incidents
      .filter(({ opened, resolved }) => resolved === null && within(current, opened?.occurredAt))
      .map((incident) => excludedOf(incident, 'not resolved')),
  ].flat();
  const whole = valueOf(real, isComplete);
  return {
    ...whole,
    evidence: [...whole.evidence, ...apart],
    period: { ...current, closed: asOf >= current.end },
    excluded: tally(apart.flatMap(({ reason }) => reason ?? [])),
    unmatched: 0,
    rows:
      by === null
        ? TIMINGS.map(({ key, title, holds }) => ({ key, title, column: null, ...valueOf(real, holds) }))
        : teamRows(
            by,
            real,
            ({ opened }) => opened?.team ?? '',
            (own) => valueOf(own, isComplete),
          ),
    notes: [],
    feed: scanOf(feed),
  };
}

interface Timing {
  readonly key: string;
  readonly title: string;
  holds(incident: Incident): boolean;
}

const TIMINGS: readonly Timing[] = [
  { key: 'started', title: 'When it started', holds: ({ opened }) => (opened?.startedAt ?? null) !== null },
  { key: 'detected', title: 'When it was detected', holds: ({ detected }) => detected !== null },
  {
    key: 'acknowledged',
    title: 'When it was acknowledged',
    holds: ({ acknowledged }) => acknowledged !== null,
  },
  { key: 'in-order', title: 'No timing before the one it follows', holds: isInOrder },
];

function isComplete(incident: Incident): boolean {
  return TIMINGS.every(({ holds }) => holds(incident));
}

/** Of the timings that are there; an acknowledgement may come after the mitigation, but not before the detection. */
function isInOrder({ opened, detected, acknowledged, mitigated, resolved }: Incident): boolean {
  const [start, found] = [opened?.startedAt ?? null, detected?.occurredAt ?? null];
  const pairs = [
    [start, found],
    [found, acknowledged?.occurredAt ?? null],
    [found, mitigated?.occurredAt ?? null],
    [found, resolved?.occurredAt ?? null],
  ] as const;
  return pairs.every(
    ([before, after]) => before === null || after === null || secondsBetween(before, after) >= 0,
  );
}

function valueOf(incidents: readonly Incident[], holds: (incident: Incident) => boolean): MeasureValue {
  const evidence = incidents.flatMap((incident): EvidenceEntry[] => {
    const { id, resolved } = incident;
    if (resolved === null) return [];
    const missing = TIMINGS.filter((timing) => !timing.holds(incident)).map(({ key }) => key);
    return [
      evidenceOf(
        'denominator',
        id,
        resolved,
        missing.length === 0 ? undefined : `lacks ${missing.join(', ')}`,
      ),
      ...(holds(incident) ? [evidenceOf('numerator', id, resolved)] : []),
    ];
  });
  return shareValue(evidence, 'No real incident was resolved in the period.');
}

function excludedOf({ id, opened, resolved }: Incident, reason: string): EvidenceEntry[] {
  const event = opened ?? resolved;
  return event === null ? [] : [evidenceOf('excluded', id, event, reason)];
}
