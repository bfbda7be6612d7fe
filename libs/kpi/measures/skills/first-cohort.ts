import { occurredBy } from '#facts';
import { endOfDayIn } from '#program';
import { groupMembers } from '../../breakdown/member-groups.ts';
import { adjusted, cohortPeriod, type Member } from '../../cohort/member.ts';
import { evidenceOf, type EvidenceEntry } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { Dimension } from '../../kpi.schema.ts';
import { isUrgent, matrixOf, ratingOf, type SkillRating } from '../../skills-matrix/rating.ts';
import type { Measure, MeasureFigure, MeasureRow } from '../measure.ts';
import { shareValue } from '../values/share-value.ts';

export const firstCohort: Measure = {
  id: 'first-cohort',
  title: 'Whom the matrix picks, in the first cohort',
  definition:
    'High criticality and low competence enter the first cohort: ' +
    'of the learners with a skill of criticality 4 or more and competence 2 or less, as the skills matrix stood at the end of the day the first cohort started, the share enrolled in that cohort. ' +
    'A learner without a rating of their own on a skill has that of their role. ' +
    'The first cohort is the one of the program file that starts first. ' +
    'Rows are skills, or groups; ' +
    'one who is picked by two skills stands in both rows.',
  definitionVersion: '1.0',
  unit: 'share',
  selfReported: false,
  dimensions: ['role', 'track', 'team', 'cohort'],
  reveals: 'scores',
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    return firstCohortFigure(await reader.skillRatings(), frame, by);
  },
};

/** A learner whom the skills matrix picks, by the ratings that pick. */
interface Picked {
  readonly member: Member;
  readonly by: readonly SkillRating[];
  readonly inFirst: boolean;
}

/** Of the learners whom the matrix picked by the day the first cohort started, those who are in it. */
export function firstCohortFigure(
  facts: readonly SkillRating[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const { program, clocks, members } = frame;
  const [first] = program.cohorts.toSorted((a, b) => (a.start < b.start ? -1 : 1));
  const start = first === undefined ? clocks.asOf : endOfDayIn(program, first.start);
  const ratings = occurredBy(facts, clocks.asOf < start ? clocks.asOf : start);
  const matrix = matrixOf(ratings);
  const cohort = adjusted(members);
  const picked = cohort.flatMap((member): Picked[] => {
    const urgent = matrix.skills.flatMap((skill) => ratingOf(matrix, member, skill) ?? []).filter(isUrgent);
    return urgent.length === 0 ? [] : [{ member, by: urgent, inFirst: member.cohort === first?.id }];
  });
  const inFirst = cohort.filter((member) => member.cohort === first?.id);
  const excluded = members.flatMap(({ learner, exclusion }) =>
    exclusion === null ? [] : [evidenceOf('excluded', learner, exclusion, exclusion.reason)],
  );
  const evidence = picked.flatMap((one) => evidenceOn(one));
  return {
    ...shareValue(evidence, reasonOf(first === undefined, ratings.length), {
      cohort: first?.id ?? null,
      learners: inFirst.length,
      picked: picked.filter((one) => one.inFirst).length,
    }),
    evidence: [...evidence, ...excluded],
    period: cohortPeriod(members, clocks.asOf),
    excluded: tally(excluded.flatMap(({ reason }) => reason ?? [])),
    unmatched: 0,
    rows: by === null ? skillRows(picked, matrix.skills) : groupRows(picked, frame, by),
    notes: [],
    feed: scanOf(ratings),
  };
}

function reasonOf(noCohort: boolean, ratings: number): string {
  if (noCohort) return 'The program file names no cohort.';
  return ratings === 0
    ? 'No skill was rated by the day the first cohort started.'
    : 'No learner has a skill of high criticality and low competence.';
}

/** A row for each skill: the learners whom it picks. One who is picked by two skills stands in both rows. */
function skillRows(picked: readonly Picked[], skills: readonly string[]): MeasureRow[] {
  return skills.map((skill) => ({
    key: skill,
    title: skill,
    column: null,
    ...shareValue(
      picked
        .filter((one) => one.by.some((rating) => rating.skill === skill))
        .flatMap((one) => evidenceOn(one, skill)),
      'Nobody is picked by this skill.',
    ),
  }));
}

function groupRows(picked: readonly Picked[], frame: Frame, by: Dimension): MeasureRow[] {
  return groupMembers(frame, by).map(({ key, title, members }) => {
    const group = new Set(members);
    return {
      key,
      title,
      column: null,
      ...shareValue(
        picked.filter(({ member }) => group.has(member)).flatMap((one) => evidenceOn(one)),
        'Nobody is picked here.',
      ),
    };
  });
}

/** In the denominator the rating that picks, in the numerator the enrolment. */
function evidenceOn({ member, by, inFirst }: Picked, skill?: string): EvidenceEntry[] {
  const rating = by.find((one) => skill === undefined || one.skill === skill);
  if (rating === undefined) return [];
  return [
    evidenceOf('denominator', member.learner, rating, rating.skill),
    ...(inFirst ? [evidenceOf('numerator', member.learner, member.enrolled)] : []),
  ];
}
