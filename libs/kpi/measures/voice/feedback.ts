import { occurredBy } from '#facts';
import { secondsBetween, type Instant } from '#platform';
import { quantile } from '#statistics';
import { byOccurrence, compareText, evidenceOf, type EvidenceEntry } from '../../evidence/evidence.ts';
import { timesToEvent } from '../../estimates/times-to-event.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { ownFacts, sinceStart } from '../../frame/own-facts.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { Measure, MeasureFigure, MeasureValue } from '../measure.ts';
import { peopleBehind } from '../values/people-behind.ts';
import { shareValue } from '../values/share-value.ts';
import { teamRows } from '../values/team-rows.ts';
import { TRUST_PULSE, type FeedbackAnswer, type FeedbackEntry, type FeedbackFact } from './feedback-entry.ts';

export const feedback: Measure = {
  id: 'feedback',
  title: 'Feedback answered',
  definition:
    'Of what was said through the feedback channel since the program started, the share that was answered. ' +
    'Details have the median time to the first answer (what is open counts for as long as it has been), how many are open, their median age and that of the oldest. ' +
    'Rows are kinds, or teams. ' +
    'The trust pulse asks for no answer and is not counted; an answer dated before its entry is quarantined.',
  definitionVersion: '1.0',
  unit: 'share',
  selfReported: false,
  dimensions: ['team'],
  reveals: 'counts',
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    return feedbackFigure(await reader.feedback(), frame, by);
  },
};

/** An entry and its first answer. */
interface Answered {
  readonly entry: FeedbackEntry;
  readonly answer: FeedbackAnswer | null;
}

/** Feedback since the program started that was answered, and how old the rest is; rows are kinds, or teams. */
export function feedbackFigure(
  facts: readonly FeedbackFact[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const { asOf } = frame.clocks;
  const period = sinceStart(frame);
  const entries = entriesOf(facts, frame).filter(({ occurredAt }) => occurredAt >= period.start);
  const answers = Map.groupBy(
    occurredBy(facts, asOf)
      .filter(({ action }) => action === 'answered')
      .sort(byOccurrence),
    (answer) => answer.feedback,
  );
  const early = entries.flatMap((entry) =>
    (answers.get(entry.feedback) ?? []).filter(({ occurredAt }) => occurredAt < entry.occurredAt),
  );
  const all = entries.map((entry): Answered => {
    const own = answers.get(entry.feedback) ?? [];
    return { entry, answer: own.find(({ occurredAt }) => occurredAt >= entry.occurredAt) ?? null };
  });
  const kinds = Map.groupBy(all, ({ entry }) => entry.kind);
  const valueOf = (some: readonly Answered[]) => answeredOf(some, asOf);
  const whole = valueOf(all);
  const quarantined = early.map((answer) =>
    evidenceOf('quarantined', answer.feedback, answer, 'answered before it was said'),
  );
  return {
    ...whole,
    details: { ...whole.details, quarantined: tally(quarantined.flatMap(({ reason }) => reason ?? [])) },
    evidence: [...whole.evidence, ...quarantined],
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
    feed: scanOf([...entries, ...all.flatMap(({ answer }) => answer ?? [])]),
  };
}

/** What asks for an answer; an entry that was sent twice is the first of the two. */
function entriesOf(facts: readonly FeedbackFact[], frame: Frame): FeedbackEntry[] {
  const own = ownFacts(facts, frame, ({ team, learner }) => ({ team, learner }))
    .filter(({ action, kind }) => action === 'submitted' && kind !== TRUST_PULSE)
    .sort(byOccurrence);
  const first = new Map(own.toReversed().map((entry) => [entry.feedback, entry]));
  return [...first.values()].sort(byOccurrence);
}

const DAY_SECONDS = 86_400;

function answeredOf(some: readonly Answered[], asOf: Instant): MeasureValue {
  const times = timesToEvent(
    some.map(({ entry, answer }) => ({
      time: secondsBetween(entry.occurredAt, answer?.occurredAt ?? asOf),
      event: answer !== null,
    })),
  );
  const ages = some.flatMap(({ entry, answer }) =>
    answer === null ? [secondsBetween(entry.occurredAt, asOf) / DAY_SECONDS] : [],
  );
  const median = quantile(ages, 0.5);
  const evidence = some.flatMap(({ entry, answer }): EvidenceEntry[] => [
    evidenceOf('denominator', entry.feedback, entry, entry.kind),
    ...(answer === null ? [] : [evidenceOf('numerator', entry.feedback, answer)]),
  ]);
  return {
    ...shareValue(evidence, 'Nobody gave feedback since the program started.', {
      open: ages.length,
      medianOpenDays: median.ok ? median.estimate : null,
      oldestOpenDays: ages.length === 0 ? null : Math.max(...ages),
      // open ones count for as long as they have been open
      medianSecondsToAnswer: times.median,
    }),
    people: peopleBehind(some.map(({ entry }) => entry)),
  };
}
