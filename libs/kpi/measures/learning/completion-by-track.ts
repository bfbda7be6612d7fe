import type { Figure } from '../../figure.ts';
import type { Reading } from '../../reading.ts';
import { trainingCompletionLoader } from '../../training-completion/loader.ts';
import type { Measure, MeasureFigure, MeasureValue } from '../measure.ts';

export const completionByTrack: Measure = {
  id: 'completion-by-track',
  title: 'Training completion by track',
  definition:
    'The share of the adjusted cohort that met every required module within the own window, for each track: the numbers of the KPI training-completion, broken down by the track of the role each learner holds at the end of the own window, or now while it runs. ' +
    'Roles without a track, and learners whose role nobody told, have a row of their own, so that the rows add up.',
  definitionVersion: '1.2',
  unit: 'share',
  selfReported: false,
  dimensions: [],
  rowsOf: 'track',
  reveals: 'counts',
  scope: 'read',
  names: [],
  async figure(reader, frame) {
    const loaded = await trainingCompletionLoader.load(reader);
    return completionByTrackFigure(loaded.at(frame));
  },
};

/** Completion of the whole cohort and of each track, as a reading of the KPI has them. */
export function completionByTrackFigure(reading: Reading): MeasureFigure {
  const whole = reading.whole();
  const tracks = reading.by('track');
  return {
    ...valueOf(whole),
    period: whole.period,
    excluded: whole.excluded,
    unmatched: whole.unmatched,
    rows: tracks.map(({ key, title, figure }) => ({
      key,
      title,
      column: null,
      ...valueOf(figure),
    })),
    notes: whole.censored === 0 ? [] : ['Windows still run: these are shares to date.'],
    feed: reading.feed,
  };
}

function valueOf(figure: Figure): MeasureValue {
  const { value, numerator, denominator, n, interval, evidence, censored, details } = figure;
  return {
    value,
    numerator,
    denominator,
    n,
    interval,
    reason: value === null ? 'Nobody is enrolled.' : null,
    details: { moreNeeded: details['moreNeeded'] ?? null, stillRunning: censored },
    evidence: evidence(),
  };
}
