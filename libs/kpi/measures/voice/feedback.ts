import { secondsBetween, type Instant } from '#platform';
import {
  byOccurrence,
  compareText,
  evidenceOf,
  occurredBy,
  type EvidenceEntry,
} from '../../evidence/evidence.ts';
import { timesToEvent } from '../../estimates/times-to-event.ts';
import type { Frame } from '../../frame/frame.ts';
import { ownFacts, sinceStart } from '../../frame/own-facts.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { MeasureDefinition, MeasureFigure, MeasureValue } from '../measure.ts';
import { shareValue } from '../values/share-value.ts';
import { teamRows } from '../values/team-rows.ts';
import { TRUST_PULSE, type FeedbackAnswer, type FeedbackEntry } from './feedback-entry.ts';

export const feedbackDefinition: MeasureDefinition = {
  id: 'feedback',
  title: 'Feedback answered',
  definition:
    'Of what was said through the feedback channel since the program started, the share that was answered. ' +
    'Details have the median time to the first answer (what is open counts for as long as it has been), how many are open, and the age of the oldest. ' +
    'Rows are kinds, or teams. ' +
    'The trust pulse asks for no answer and is not counted.',
  definitionVersion: '1.0',
  unit: 'share',
  selfReported: false,
  dimensions: ['team'],
  reveals: 'counts',
  scope: 'read',
  names: [],
};

/** An entry and its first answer. */
interface Answered {
  readonly entry: FeedbackEntry;
  readonly answer: FeedbackAnswer | null;
}

/** Feedback since the program started that was answered, and how old the rest is; rows are kinds, or teams. */
export function feedbackFigure(
  entries: readonly FeedbackEntry[],
  answers: readonly FeedbackAnswer[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const { asOf } = frame.clocks;
  const period = sinceStart(frame);
  const own = ownFacts(entries, frame, ({ team }) => ({ team })).filter(
    ({ kind, occurredAt }) => kind !== TRUST_PULSE && occurredAt >= period.start,
  );
  const first = new Map(
    occurredBy(answers, asOf)
      .toSorted(byOccurrence)
      .toReversed()
      .map((answer) => [answer.feedback, answer]),
  );
  const all = own.map((entry): Answered => ({ entry, answer: first.get(entry.feedback) ?? null }));
  const kinds = Map.groupBy(all, ({ entry }) => entry.kind);
  const valueOf = (some: readonly Answered[]) => answeredOf(some, asOf);
  return {
    ...valueOf(all),
    period,
    excluded: {},
    unmatched: 0,
    rows:
      by === null
        ? [...kinds]
            .sort(([a], [b]) => compareText(a, b))
            .map(([kind, some]) => ({ key: kind, title: kind, column: null, ...valueOf(some) }))
        : teamRows(by, all, ({ entry }) => entry.team, valueOf),
    notes: [],
    feed: [...own, ...all.flatMap(({ answer }) => answer ?? [])],
  };
}

const DAY_SECONDS = 86_400;

function answeredOf(some: readonly Answered[], asOf: Instant): MeasureValue {
  const times = timesToEvent(
    some.map(({ entry, answer }) => ({
      time: Math.max(0, secondsBetween(entry.occurredAt, answer?.occurredAt ?? asOf)),
      event: answer !== null,
    })),
  );
  const open = some.filter(({ answer }) => answer === null);
  const ages = open.map(({ entry }) => secondsBetween(entry.occurredAt, asOf) / DAY_SECONDS);
  const evidence = some.flatMap(({ entry, answer }): EvidenceEntry[] => [
    evidenceOf('denominator', entry.feedback, entry, entry.kind),
    ...(answer === null ? [] : [evidenceOf('numerator', entry.feedback, answer)]),
  ]);
  return shareValue(evidence, 'Nobody gave feedback since the program started.', {
    open: open.length,
    oldestOpenDays: ages.length === 0 ? null : Math.max(...ages),
    // open ones count for as long as they have been open
    medianSecondsToAnswer: times.median,
  });
}
