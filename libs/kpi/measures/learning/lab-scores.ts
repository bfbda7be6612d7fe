import { mean } from '#statistics';
import { groupMembers } from '../../breakdown/member-groups.ts';
import { adjusted, cohortPeriod, type Member } from '../../cohort/member.ts';
import { byOccurrence, evidenceOf, occurredBy } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { MeasureDefinition, MeasureFigure, MeasureRow, MeasureValue } from '../measure.ts';
import { meanValue } from '../values/mean-value.ts';
import type { LabScore } from './lab-score.ts';

export const labScoresDefinition: MeasureDefinition = {
  id: 'lab-scores',
  title: 'Lab scores',
  definition:
    'The mean mark of labs from 1 to 5: ' +
    'of each learner and lab the latest marking, and of that the mean over the criteria of its rubric. ' +
    'Rows are labs, or groups with a column for each lab.',
  definitionVersion: '1.0',
  unit: 'mark',
  selfReported: false,
  dimensions: ['role', 'track', 'team', 'cohort'],
  reveals: 'scores',
  scope: 'read',
  names: [],
};

/** The mean mark of labs, of each learner and lab the latest; rows are labs, or groups in columns of labs. */
export function labScoresFigure(
  facts: readonly LabScore[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const { clocks, members } = frame;
  const told = occurredBy(facts, clocks.asOf);
  const latest = new Map(
    told.toSorted(byOccurrence).map((score) => [JSON.stringify([score.learner, score.lab]), score]),
  );
  const cohort = new Set(adjusted(members).map(({ learner }) => learner));
  const standing = [...latest.values()];
  const known = standing.filter(({ learner }) => cohort.has(learner));
  const strangers = standing.filter(({ learner }) => !cohort.has(learner));
  const excluded = members.flatMap(({ learner, exclusion }) =>
    exclusion === null ? [] : [evidenceOf('excluded', learner, exclusion, exclusion.reason)],
  );
  const labs = [...Map.groupBy(known, ({ lab }) => lab)].sort(([a], [b]) => (a < b ? -1 : 1));
  const whole = valueOf(known);
  return {
    ...whole,
    evidence: [
      ...whole.evidence,
      ...excluded,
      ...strangers.map((score) => evidenceOf('unmatched', score.learner, score, 'no learner of the cohort')),
    ],
    period: cohortPeriod(members, clocks.asOf),
    excluded: tally(excluded.flatMap(({ reason }) => reason ?? [])),
    unmatched: strangers.length,
    rows:
      by === null
        ? labs.map(([lab, own]) => ({ key: lab, title: lab, column: null, ...valueOf(own) }))
        : groupMembers(frame, by).flatMap(({ key, title, members: group }) =>
            labs.map(([lab, own]): MeasureRow => ({
              key,
              title,
              column: { key: lab, title: lab },
              ...valueOf(ofGroup(own, group)),
            })),
          ),
    notes: [],
    feed: told,
  };
}

function ofGroup(scores: readonly LabScore[], group: readonly Member[]): LabScore[] {
  const learners = new Set(adjusted(group).map(({ learner }) => learner));
  return scores.filter(({ learner }) => learners.has(learner));
}

function valueOf(scores: readonly LabScore[]): MeasureValue {
  const marked = scores.flatMap((score) => {
    const mark = mean(Object.values(score.criteria).sort((a, b) => a - b));
    return mark.ok ? [{ score, mark: mark.mean }] : [];
  });
  return {
    ...meanValue(
      marked.map(({ mark }) => mark),
      marked.map(({ score }) => evidenceOf('numerator', score.learner, score, score.lab)),
      'No lab was marked.',
      {
        rubricVersions: tally(scores.map(({ rubricVersion }) => rubricVersion || 'not told')),
        withArtefact: scores.filter(({ artefact }) => artefact !== '').length,
      },
    ),
    people: new Set(scores.map(({ learner }) => learner)).size,
  };
}
