import { inScope, windowInstants, type Program } from '#program';
import { teamFigures } from '../breakdown/team-figures.ts';
import { byOccurrence } from '../evidence/evidence.ts';
import type { Frame } from '../frame/frame.ts';
import { historyReader } from '../frame/histories.ts';
import type { KpiLoader, Reading } from '../reading.ts';
import { targetOf } from '../status/target.ts';
import { incidentResponse } from './definition.ts';
import { figureOfIncidents, type IncidentSettings } from './formula.ts';
import { incidentOf } from './incident.ts';
import type { IncidentRow } from './incidents.query.ts';

export const incidentResponseLoader: KpiLoader = {
  definition: incidentResponse,
  reveals: null,
  counting: null,
  people: {},
  unaudited: [],
  async load(reader) {
    const facts = await reader.incidents();
    return { facts: [facts], at: (frame) => readingOf(facts, frame) };
  },
};

function readingOf(facts: readonly IncidentRow[], frame: Frame): Reading {
  const { program, clocks } = frame;
  const { all: histories, told } = incidentHistories(facts, frame);
  const settings = incidentSettingsOf(program);
  const figure = (own: readonly (readonly IncidentRow[])[]) =>
    figureOfIncidents(own.map(incidentOf), settings, clocks.asOf);
  return {
    feed: told,
    whole: () => figure(histories),
    by: (dimension) => teamFigures(dimension, histories, teamOf, figure),
    counted: () => [],
  };
}

/** The events of each incident of the program; one that names none is in scope by what it opened with. */
export const incidentHistories = historyReader<IncidentRow>(
  ({ incident }) => incident,
  (program, history) => {
    const opened = openedOf(history);
    return opened !== undefined && inScope(program, { team: opened.team, model: opened.model });
  },
);

function teamOf(history: readonly IncidentRow[]): string {
  return openedOf(history)?.team ?? '';
}

/** The event that describes the incident: of two that open it the earlier, as in its times. */
function openedOf(history: readonly IncidentRow[]): IncidentRow | undefined {
  return history.toSorted(byOccurrence).find(({ kind }) => kind === 'opened');
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
