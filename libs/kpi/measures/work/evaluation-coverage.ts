import { byOccurrence, evidenceOf } from '../../evidence/evidence.ts';
import type { Frame } from '../../frame/frame.ts';
import { ownFacts, sinceStart } from '../../frame/own-facts.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { Measure, MeasureFigure, MeasureValue } from '../measure.ts';
import { shareValue } from '../values/share-value.ts';
import { teamRows } from '../values/team-rows.ts';
import type { Release } from './release.ts';

export const evaluationCoverage: Measure = {
  id: 'evaluation-coverage',
  title: 'Releases covered by evaluation',
  definition:
    'Of the model releases recorded since the program started, the share that evaluation covered. ' +
    'Told twice, the last word on a release stands. ' +
    'Rows are models, or teams.',
  definitionVersion: '1.0',
  unit: 'share',
  selfReported: false,
  dimensions: ['team'],
  reveals: null,
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    return evaluationCoverageFigure(await reader.releases(), frame, by);
  },
};

/** Releases since the program started that evaluation covered; rows are models, or teams. */
export function evaluationCoverageFigure(
  facts: readonly Release[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const period = sinceStart(frame);
  const recorded = ownFacts(facts, frame, ({ model, team }) => ({ model, team })).filter(
    ({ occurredAt }) => occurredAt >= period.start,
  );
  // told twice, the last word on a release stands
  const latest = new Map(
    recorded.toSorted(byOccurrence).map((one) => [JSON.stringify([one.model, one.release]), one]),
  );
  const releases = [...latest.values()];
  const models = Map.groupBy(releases, ({ model }) => model);
  return {
    ...valueOf(releases),
    period,
    excluded: {},
    unmatched: 0,
    rows:
      by === null
        ? [...models]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([model, own]) => ({
              key: model || 'unknown',
              title: model || 'Unknown model',
              column: null,
              ...valueOf(own),
            }))
        : teamRows(by, releases, ({ team }) => team, valueOf),
    notes: [],
    feed: scanOf(recorded),
  };
}

function valueOf(releases: readonly Release[]): MeasureValue {
  return shareValue(
    releases.flatMap((one) => [
      evidenceOf('denominator', one.release, one),
      ...(one.evaluated ? [evidenceOf('numerator', one.release, one)] : []),
    ]),
    'No release was recorded since the program started.',
  );
}
