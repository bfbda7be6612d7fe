import { inScope, windowInstants, type Program } from '#program';
import { groupByTeam } from '../breakdown/team-groups.ts';
import { occurredBy } from '../evidence/evidence.ts';
import type { Frame } from '../frame/frame.ts';
import type { Measure, Reading } from '../reading.ts';
import { targetOf } from '../status/target.ts';
import { incidentResponse } from './definition.ts';
import { incidentResponseFigure, type IncidentSettings } from './formula.ts';
import type { IncidentRow } from './incidents.query.ts';

export const incidentResponseMeasure: Measure = {
  definition: incidentResponse,
  reveals: null,
  people: {},
  async load(reader) {
    const facts = await reader.incidents();
    return { at: (frame) => readingOf(facts, frame) };
  },
};

function readingOf(facts: readonly IncidentRow[], frame: Frame): Reading {
  const { program, clocks } = frame;
  const histories = incidentHistories(facts, frame);
  const feed = histories.flat();
  const settings = incidentSettingsOf(program);
  const figure = (own: readonly IncidentRow[]) => incidentResponseFigure(own, settings, clocks.asOf);
  return {
    feed,
    whole: () => figure(feed),
    by: (dimension) =>
      dimension === 'team'
        ? groupByTeam(histories, teamOf).map(({ key, title, facts }) => ({
            key,
            title,
            figure: figure(facts.flat()),
          }))
        : [],
  };
}

/** The events of each incident of the program. */
export function incidentHistories(
  facts: readonly IncidentRow[],
  { program, clocks }: Frame,
): IncidentRow[][] {
  return [...Map.groupBy(occurredBy(facts, clocks.asOf), ({ incident }) => incident).values()].filter(
    (history) => belongs(history, program),
  );
}

/** An incident is the program's when one of its events says so; one that names none, when what it opened with is in scope. */
function belongs(history: readonly IncidentRow[], program: Program): boolean {
  if (history.some((fact) => fact.program !== '')) return true;
  const opened = history.find(({ kind }) => kind === 'opened');
  return opened !== undefined && inScope(program, { team: opened.team, model: opened.model });
}

function teamOf(history: readonly IncidentRow[]): string {
  return history.find(({ kind }) => kind === 'opened')?.team ?? '';
}

export function incidentSettingsOf(program: Program): IncidentSettings {
  const { baseline, current } = program.incidents;
  return {
    baseline: baseline === undefined ? null : windowInstants(program, baseline),
    current: windowInstants(program, current),
    target: targetOf(program, 'incident-response'),
    minimumMitigated: program.status.minimumN['incident-response'].mitigatedPerPeriod,
  };
}
