import { adjusted, cohortPeriod } from '../../cohort/member.ts';
import { evidenceOf, type EvidenceEntry } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import { capabilityDays, type CapabilityDay } from '../../figures/learning/capability-days.ts';
import type { Frame } from '../../frame/frame.ts';
import { scanOf } from '../../freshness/feed.ts';
import { attemptsBy, gatherAttempts, type ScoreFacts } from '../../skills-gain/gather-attempts.ts';
import type { Measure, MeasureFigure } from '../measure.ts';
import { shareValue } from '../values/share-value.ts';

export const minimumCapability: Measure = {
  id: 'minimum-capability',
  title: 'Minimum capability at day 30, 60 and 90',
  definition:
    'Of the learners past the end of their own day 30, 60 or 90, the share that had shown the minimum of their role by then: a score of a whole form, in the phase of that day, at or above the minimum that the calendar sets (percent of the maximum). ' +
    'The assessment after the program serves day 90 too. A learner without a score has not shown it, and a score in a statement that breaks a rule of cmi5 is none. ' +
    'Rows are roles and columns days; the headline is over all of them, so a learner counts once for each day that has passed.',
  definitionVersion: '1.1',
  unit: 'share',
  selfReported: false,
  dimensions: [],
  rowsOf: 'role',
  reveals: 'scores',
  scope: 'read',
  names: [],
  async figure(reader, frame) {
    return minimumCapabilityFigure(await reader.capability(), frame);
  },
};

export function minimumCapabilityFigure(scores: ScoreFacts, frame: Frame): MeasureFigure {
  const cohort = adjusted(frame.members);
  const attempts = attemptsBy(gatherAttempts(scores, frame), frame.clocks.asOf);
  const days = capabilityDays(frame, cohort, attempts);
  const assessed = days.filter((one) => one.assessed);
  const evidence = assessed.flatMap(evidenceOn);
  const excluded = frame.members.flatMap(({ learner, exclusion }) =>
    exclusion === null ? [] : [evidenceOf('excluded', learner, exclusion, exclusion.reason)],
  );
  const unasked = [...new Set(days.filter((one) => !one.assessed).map(({ day }) => day))];
  return {
    ...shareValue(evidence, days.length === 0 ? NO_MINIMUM : NOBODY_DUE),
    people: new Set(assessed.flatMap(({ due }) => due.map(({ member }) => member.learner))).size,
    evidence: [...evidence, ...excluded],
    period: cohortPeriod(frame.members, frame.clocks.asOf),
    excluded: tally(excluded.flatMap(({ reason }) => reason ?? [])),
    unmatched: 0,
    rows: days.map((one) => ({
      key: one.role,
      title: one.title,
      column: { key: capabilityColumn(one.day), title: `Day ${one.day}` },
      ...(one.assessed
        ? shareValue(evidenceOn(one), NOBODY_DUE, detailsOf(one))
        : shareValue([], notAssessed(one.day), { minimum: one.minimum })),
    })),
    notes: unasked.map(notAssessed),
    feed: scanOf(cohort.flatMap(({ learner, enrolled }) => [enrolled, ...(attempts.get(learner) ?? [])])),
  };
}

/** The key of the column of a day. */
export function capabilityColumn(day: number): string {
  return `day-${day}`;
}

const NO_MINIMUM = 'The program file sets no minimum capability.';
const NOBODY_DUE = 'No learner has come to the end of the day yet.';

function notAssessed(day: number): string {
  return `The program assesses nobody for day ${day}.`;
}

function detailsOf({ minimum, waiting }: CapabilityDay) {
  return { minimum, notYetDue: waiting.length };
}

function evidenceOn({ day, due }: CapabilityDay): EvidenceEntry[] {
  return due.flatMap(({ member, shown }) => [
    evidenceOf('denominator', member.learner, member.enrolled, `day ${day}`),
    ...(shown === null ? [] : [evidenceOf('numerator', member.learner, shown, `day ${day}`)]),
  ]);
}
