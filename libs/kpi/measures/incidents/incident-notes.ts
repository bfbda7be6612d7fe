import { occurredBy } from '#facts';
import { evidenceOf, type EvidenceEntry } from '../../evidence/evidence.ts';
import { tally, type Span } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { scanOf } from '../../freshness/feed.ts';
import { incidentsOf, type Incident } from '../../incident-response/incident.ts';
import type { IncidentRow } from '../../incident-response/incidents.query.ts';
import { incidentHistories, incidentSettingsOf } from '../../incident-response/loader.ts';
import { within } from '../../incident-response/series.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { Measure, MeasureFigure, MeasureValue } from '../measure.ts';
import { meanValue } from '../values/mean-value.ts';
import { teamRows } from '../values/team-rows.ts';

export const incidentNotes: Measure = {
  id: 'incident-notes',
  title: 'Quality of incident notes',
  definition:
    'The mean score of the notes of real incidents resolved in the current period, by rubric from 1 (worst) to 5 (best), as told with the resolution. ' +
    'Rows are the baseline period and the current one, or teams of the current one. Incidents without a score are counted apart, and so are drills.',
  definitionVersion: '1.0',
  unit: 'mark',
  selfReported: false,
  dimensions: ['team'],
  reveals: null,
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    return incidentNotesFigure(await reader.incidents(), frame, by);
  },
};

export function incidentNotesFigure(
  facts: readonly IncidentRow[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const { asOf } = frame.clocks;
  const { baseline, current } = incidentSettingsOf(frame.program);
  const { feed } = incidentHistories(facts, frame);
  const resolvedIn = (span: Span) =>
    incidentsOf(occurredBy(feed, asOf)).filter(({ resolved }) => within(span, resolved?.occurredAt));
  const now = resolvedIn(current);
  const real = now.filter(isReal);
  const apart = now.flatMap((incident): EvidenceEntry[] => {
    const { id, resolved } = incident;
    if (resolved === null || (isReal(incident) && resolved.notesScore !== null)) return [];
    return [evidenceOf('excluded', id, resolved, isReal(incident) ? 'no score' : 'drill')];
  });
  const whole = valueOf(real);
  return {
    ...whole,
    evidence: [...whole.evidence, ...apart],
    period: { ...current, closed: asOf >= current.end },
    excluded: tally(apart.flatMap(({ reason }) => reason ?? [])),
    unmatched: 0,
    rows:
      by === null
        ? [
            ...(baseline === null
              ? []
              : [
                  {
                    key: 'baseline',
                    title: 'Baseline period',
                    column: null,
                    ...valueOf(resolvedIn(baseline).filter(isReal)),
                  },
                ]),
            { key: 'now', title: 'Current period', column: null, ...whole },
          ]
        : teamRows(by, real, ({ opened }) => opened?.team ?? '', valueOf),
    notes: [],
    feed: scanOf(feed),
  };
}

function isReal({ opened }: Incident): boolean {
  return opened?.drill !== true;
}

function valueOf(incidents: readonly Incident[]): MeasureValue {
  const scored = incidents.flatMap(({ id, resolved }) =>
    resolved === null || resolved.notesScore === null ? [] : [{ id, resolved, score: resolved.notesScore }],
  );
  return meanValue(
    scored.map(({ score }) => score),
    scored.map(({ id, resolved }) => evidenceOf('numerator', id, resolved)),
    'No notes of a resolved incident were scored in the period.',
    { withoutScore: incidents.length - scored.length },
  );
}
