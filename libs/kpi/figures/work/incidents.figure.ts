import type { Instant } from '#platform';
import { kaplanMeier, type Observation } from '#statistics';
import { compareText } from '../../evidence/evidence.ts';
import type { Span } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { incidentsOf, type Incident } from '../../incident-response/incident.ts';
import type { IncidentRow } from '../../incident-response/incidents.query.ts';
import { incidentHistories, incidentSettingsOf } from '../../incident-response/loader.ts';
import { seriesOf, type Series } from '../../incident-response/series.ts';

/** Kaplan-Meier: the share not yet mitigated from `seconds` on; begins with (0, 1). */
export interface SurvivalCurve {
  readonly n: number;
  readonly open: number;
  readonly steps: readonly { readonly seconds: number; readonly share: number }[];
  readonly censoredAt: readonly number[];
}

export interface IncidentEntry {
  readonly incident: string;
  readonly severity: string;
  readonly team: string | null;
  readonly detectedAt: Instant;
  /** to mitigate; for an open one since detection */
  readonly seconds: number;
  readonly open: boolean;
}

export interface IncidentFigures {
  readonly survival: Readonly<Record<'baseline' | 'now' | 'drills', SurvivalCurve | null>>;
  readonly log: readonly (IncidentEntry & { readonly window: 'baseline' | 'now' | 'drill' })[];
  /** teams that drilled twice or more: seconds to mitigate in their first and their latest drill */
  readonly drillPairs: readonly { readonly team: string; readonly before: number; readonly after: number }[];
  readonly open: readonly IncidentEntry[];
  /** at most ten of the current period, the longest first */
  readonly longest: readonly IncidentEntry[];
}

const MOST_LONGEST = 10;

/** Incidents beside their KPI, from the same series. Drills count in either period, and are kept apart. */
export function incidentFigures(facts: readonly IncidentRow[], frame: Frame): IncidentFigures {
  const { asOf } = frame.clocks;
  const settings = incidentSettingsOf(frame.program);
  const described = incidentsOf(incidentHistories(facts, frame).feed).filter(({ opened }) => opened !== null);
  const real = described.filter(({ opened }) => opened?.drill === false);
  const exercises = described.filter(({ opened }) => opened?.drill === true);
  const inPeriod = (incidents: readonly Incident[], span: Span | null): Timed[] =>
    span === null ? [] : timed(seriesOf(incidents, span, asOf));
  const now = inPeriod(real, settings.current);
  const before = inPeriod(real, settings.baseline);
  const drills = [...inPeriod(exercises, settings.baseline), ...inPeriod(exercises, settings.current)];
  const unresolved = [...before, ...now].filter(({ open }) => open);
  return {
    survival: { baseline: curveOf(before), now: curveOf(now), drills: curveOf(drills) },
    log: [
      ...before.map((incident) => ({ ...incident, window: 'baseline' as const })),
      ...now.map((incident) => ({ ...incident, window: 'now' as const })),
      ...drills.map((incident) => ({ ...incident, window: 'drill' as const })),
    ],
    drillPairs: drillPairs(drills),
    open: unresolved.toSorted(longestFirst),
    longest: now.toSorted(longestFirst).slice(0, MOST_LONGEST),
  };
}

type Timed = IncidentEntry;

function timed({ incidents, observations }: Series): Timed[] {
  return incidents.flatMap(({ id, opened, detected }, index) => {
    const observation = observations[index];
    if (observation === undefined || detected === null) return [];
    return [
      {
        incident: id,
        severity: opened?.severity || 'unknown',
        team: opened?.team || null,
        detectedAt: detected.occurredAt,
        seconds: observation.time,
        open: !observation.event,
      },
    ];
  });
}

function curveOf(incidents: readonly Timed[]): SurvivalCurve | null {
  if (incidents.length === 0) return null;
  const observations: Observation[] = incidents.map(({ seconds, open }) => ({ time: seconds, event: !open }));
  const curve = kaplanMeier(observations);
  const open = incidents.filter((incident) => incident.open);
  return {
    n: incidents.length,
    open: open.length,
    // without an event the curve stays at 1
    steps: [
      { seconds: 0, share: 1 },
      ...(curve.ok
        ? curve.steps
            .filter(({ events }) => events > 0)
            .map(({ time, survival }) => ({ seconds: time, share: survival }))
        : []),
    ],
    censoredAt: open.map(({ seconds }) => seconds).sort((a, b) => a - b),
  };
}

function drillPairs(drills: readonly Timed[]): IncidentFigures['drillPairs'] {
  const ended = drills.filter(({ open, team }) => !open && team !== null);
  return [...Map.groupBy(ended, ({ team }) => team ?? '')]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([team, own]) => {
      const ordered = own.toSorted(
        (a, b) => compareText(a.detectedAt, b.detectedAt) || compareText(a.incident, b.incident),
      );
      const [first, last] = [ordered.at(0), ordered.at(-1)];
      return first === undefined || last === undefined || ordered.length < 2
        ? []
        : [{ team, before: first.seconds, after: last.seconds }];
    });
}

function longestFirst(a: Timed, b: Timed): number {
  return b.seconds - a.seconds || compareText(a.incident, b.incident);
}
