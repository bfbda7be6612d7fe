import { localDate } from '#platform';
import { compareText, evidenceOf } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { ownFacts, sinceStart } from '../../frame/own-facts.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { Measure, MeasureFigure, MeasureValue } from '../measure.ts';
import { meanValue } from '../values/mean-value.ts';
import { peopleBehind } from '../values/people-behind.ts';
import { teamRows } from '../values/team-rows.ts';
import { TRUST_PULSE, type FeedbackEntry } from './feedback-entry.ts';

export const trustPulse: Measure = {
  id: 'trust-pulse',
  title: 'Trust pulse',
  definition:
    'The mean score of the trust pulse from 1 to 5 since the program started, as people gave it of themselves. ' +
    'Rows are months in the time zone of the program, or teams.',
  definitionVersion: '1.0',
  unit: 'mark',
  selfReported: true,
  dimensions: ['team'],
  reveals: 'scores',
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    return trustPulseFigure(await reader.feedback(), frame, by);
  },
};

/** The mean score of the trust pulse since the program started; rows are the months of the program's calendar, or teams. */
export function trustPulseFigure(
  entries: readonly FeedbackEntry[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const period = sinceStart(frame);
  const { timeZone } = frame.program.program;
  const own = ownFacts(entries, frame, ({ team, learner }) => ({ team, learner })).filter(
    ({ kind, occurredAt }) => kind === TRUST_PULSE && occurredAt >= period.start,
  );
  const scored = own.filter(({ score }) => score !== null);
  const apart = own
    .filter(({ score }) => score === null)
    .map((entry) => evidenceOf('excluded', entry.feedback, entry, 'no score'));
  const months = Map.groupBy(scored, ({ occurredAt }) => localDate(occurredAt, timeZone).slice(0, 7));
  const whole = valueOf(scored);
  return {
    ...whole,
    evidence: [...whole.evidence, ...apart],
    period,
    excluded: tally(apart.flatMap(({ reason }) => reason ?? [])),
    unmatched: 0,
    rows:
      by === null
        ? [...months]
            .sort(([a], [b]) => compareText(a, b))
            .map(([month, some]) => ({ key: month, title: month, column: null, ...valueOf(some) }))
        : teamRows(by, scored, ({ team }) => team, valueOf),
    notes: ['Those who answered chose to: the others may trust more or less.'],
    feed: scanOf(own),
  };
}

function valueOf(entries: readonly FeedbackEntry[]): MeasureValue {
  const scores = entries.flatMap(({ score }) => score ?? []);
  const value = meanValue(
    scores,
    entries.map((entry) => evidenceOf('numerator', entry.feedback, entry)),
    'Nobody answered the trust pulse.',
    { scores: tally(scores.map(String)) },
  );
  return { ...value, people: peopleBehind(entries) };
}
