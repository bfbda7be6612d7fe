import { byOccurrence, evidenceOf } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { ownFacts, sinceStart } from '../../frame/own-facts.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { Measure, MeasureFigure, MeasureValue } from '../measure.ts';
import { teamRows, workRows } from '../values/team-rows.ts';
import type { Artefact } from './artefact.ts';

export const artefacts: Measure = {
  id: 'artefacts',
  title: 'Artefacts by team',
  definition:
    'Reusable results published and capstones presented since the program started, each counted once. ' +
    'Rows are teams; ' +
    'details count the kinds.',
  definitionVersion: '1.0',
  unit: 'count',
  selfReported: false,
  dimensions: [],
  rowsOf: 'team',
  reveals: 'counts',
  scope: 'read',
  names: [],
  async figure(reader, frame) {
    return artefactsFigure(await reader.artefacts(), frame);
  },
};

/** Reusable results since the program started, each counted once; rows are teams. */
export function artefactsFigure(facts: readonly Artefact[], frame: Frame): MeasureFigure {
  const period = sinceStart(frame);
  const told = ownFacts(facts, frame, ({ team, learner }) => ({ team, learner })).filter(
    ({ occurredAt }) => occurredAt >= period.start,
  );
  const first = new Map(
    told
      .toSorted(byOccurrence)
      .toReversed()
      .map((one) => [JSON.stringify([one.kind, one.artefact]), one]),
  );
  const artefacts = [...first.values()].sort(byOccurrence);
  return {
    ...valueOf(artefacts),
    // told is what was made; its teams are hidden with their people
    people: 0,
    period,
    excluded: {},
    unmatched: 0,
    rows: workRows(
      teamRows('team', artefacts, ({ team }) => team, valueOf),
      frame,
    ),
    notes: [],
    feed: scanOf(told),
  };
}

function valueOf(artefacts: readonly Artefact[]): MeasureValue {
  return {
    value: artefacts.length,
    numerator: artefacts.length,
    denominator: null,
    n: artefacts.length,
    interval: null,
    reason: null,
    details: { kinds: tally(artefacts.map(({ kind }) => kind)) },
    evidence: artefacts.map((one) => evidenceOf('numerator', one.artefact, one, one.kind)),
  };
}
