import { occurredBy } from '#facts';
import { groupMembers } from '../../breakdown/member-groups.ts';
import { adjusted, cohortPeriod, type Member } from '../../cohort/member.ts';
import { byOccurrence, compareText, evidenceOf } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { Measure, MeasureFigure, MeasureRow, MeasureValue } from '../measure.ts';
import { meanValue } from '../values/mean-value.ts';
import type { LabScore } from './lab-score.ts';

export const labScores: Measure = {
  id: 'lab-scores',
  title: 'Lab scores',
  definition:
    'The mean score of a lab in percent of its maximum: the points of all criteria of its rubric over the most they can give, of each learner the latest marking. ' +
    'Scores by two rubrics, or by two versions of one, are never put together: rows are labs, or groups, with a column for each rubric version. ' +
    'There is a headline only where all labs were marked by one rubric.',
  definitionVersion: '1.0',
  unit: 'score',
  selfReported: false,
  dimensions: ['role', 'track', 'team', 'cohort'],
  reveals: 'scores',
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    return labScoresFigure(await reader.labs(), frame, by);
  },
};

/** Markings by one version of the rubric of one lab: what may be put together. */
interface Rubric {
  readonly lab: string;
  readonly version: string;
  readonly scores: readonly LabScore[];
}

/** The mean score of each lab and rubric version, of each learner the latest; rows are labs, or groups. */
export function labScoresFigure(
  facts: readonly LabScore[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const { clocks, members } = frame;
  const told = occurredBy(facts, clocks.asOf);
  const latest = new Map(
    told
      .toSorted(byOccurrence)
      .map((score) => [JSON.stringify([score.learner, score.lab, score.rubricVersion]), score]),
  );
  const [cohort, enrolled] = [learnersOf(adjusted(members)), learnersOf(members)];
  const standing = [...latest.values()];
  const known = standing.filter(({ learner }) => cohort.has(learner));
  const strangers = standing.filter(({ learner }) => !enrolled.has(learner));
  const excluded = members.flatMap(({ learner, exclusion }) =>
    exclusion === null ? [] : [evidenceOf('excluded', learner, exclusion, exclusion.reason)],
  );
  const rubrics = rubricsOf(known);
  const whole = wholeOf(known, rubrics);
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
    rows: by === null ? rubrics.map(labRow) : groupRows(rubrics, frame, by),
    notes: [],
    feed: scanOf(told),
  };
}

function rubricsOf(scores: readonly LabScore[]): Rubric[] {
  const groups = Map.groupBy(scores, ({ lab, rubricVersion }) => JSON.stringify([lab, rubricVersion]));
  return [...groups.values()]
    .flatMap(([first, ...rest]): Rubric[] =>
      first === undefined ? [] : [{ lab: first.lab, version: first.rubricVersion, scores: [first, ...rest] }],
    )
    .sort((a, b) => compareText(a.lab, b.lab) || compareText(a.version, b.version));
}

function wholeOf(known: readonly LabScore[], rubrics: readonly Rubric[]): MeasureValue {
  const value = valueOf(known);
  const details = { labs: new Set(rubrics.map(({ lab }) => lab)).size, rubrics: rubrics.length };
  if (rubrics.length < 2) return { ...value, details: { ...value.details, ...details } };
  const reason = 'The labs were marked by more than one rubric: each row has its own.';
  return { ...value, value: null, interval: null, reason, details };
}

function labRow({ lab, version, scores }: Rubric): MeasureRow {
  const column = { key: version, title: `Rubric version ${version}` };
  return { key: lab, title: lab, column, ...valueOf(scores) };
}

function groupRows(rubrics: readonly Rubric[], frame: Frame, by: Dimension): MeasureRow[] {
  return groupMembers(frame, by).flatMap(({ key, title, members }) => {
    const learners = learnersOf(adjusted(members));
    return rubrics.map(({ lab, version, scores }) => ({
      key,
      title,
      column: { key: `${lab} ${version}`, title: `${lab}, rubric version ${version}` },
      ...valueOf(scores.filter(({ learner }) => learners.has(learner))),
    }));
  });
}

function learnersOf(members: readonly Member[]): ReadonlySet<string> {
  return new Set(members.map(({ learner }) => learner));
}

function valueOf(scores: readonly LabScore[]): MeasureValue {
  return {
    ...meanValue(
      scores.map(percentOf),
      scores.map((score) => evidenceOf('numerator', score.learner, score, score.lab)),
      'No lab was marked.',
      { withArtefact: scores.filter(({ artefact }) => artefact !== '').length },
    ),
    people: new Set(scores.map(({ learner }) => learner)).size,
  };
}

/** A lab has at least one criterion, and each can give something. */
function percentOf({ criteria }: LabScore): number {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  return (100 * sum(criteria.map(({ points }) => points))) / sum(criteria.map(({ max }) => max));
}
