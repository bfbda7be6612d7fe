import { describe, expect, it } from '@jest/globals';
import { frameOf } from '../../testing/frame.ts';
import { memberOf, origin } from '../../testing/history.ts';
import { askedAt } from '../../testing/asked.ts';
import type { WorkMoment } from './moment.ts';
import { outputQualityFigure } from './output-quality.ts';
import type { OutputReview } from './output-review.ts';
import { rework, reworkFigure } from './rework.ts';
import type { TaskMeasurement } from './task-measurement.ts';
import { taskTimeFigure } from './task-time.ts';

const frame = frameOf([], '2026-10-31');
const program = 'ai-reskilling-2026';

function review(
  moment: WorkMoment,
  sample: string,
  score: number,
  more: Partial<OutputReview> = {},
): OutputReview {
  return {
    ...origin(moment === 'before' ? '2026-07-05' : '2026-09-05'),
    program,
    sample,
    moment,
    reviewer: 'ada',
    rubricVersion: '2',
    team: 'claims',
    scores: { accuracy: score, completeness: score, policyCompliance: score, clarity: score, rework: score },
    ...more,
  };
}

describe('outputQualityFigure', () => {
  it('is the difference of mean scores of samples, after less before', () => {
    const figure = outputQualityFigure(
      [
        review('before', 's1', 2),
        review('before', 's2', 3),
        // two reviewers of one sample are one score: 4
        review('after', 's3', 3),
        review('after', 's3', 5, { reviewer: 'ben' }),
        review('after', 's4', 5, { team: 'payments' }),
        review('before', 's0', 5, { rubricVersion: '1' }),
      ],
      frame,
      null,
    );
    // before 2.5, after 4.5: standard error √(0.25 + 0.25), 2 degrees of freedom, t = 4.302653
    expect(figure).toMatchObject({
      value: 2,
      n: 4,
      interval: { low: expect.closeTo(2 - 4.30265273 * Math.SQRT1_2, 6) },
      details: { before: 2.5, after: 4.5, samplesBefore: 2, samplesAfter: 2, rubricVersion: '2' },
      excluded: { 'another rubric version': 1 },
    });
    expect(figure.rows.map(({ key, value }) => [key, value])).toContainEqual(['policyCompliance', 2]);
  });

  it('says what is missing', () => {
    const { rows, ...figure } = outputQualityFigure([review('before', 's1', 2)], frame, 'team');
    expect(figure).toMatchObject({ value: null, reason: 'Samples of both before and after are needed.' });
    expect(rows).toMatchObject([{ key: 'claims', value: null, n: 1 }]);
  });
});

function task(name: string, moment: WorkMoment, more: Partial<TaskMeasurement>): TaskMeasurement {
  return {
    ...origin(moment === 'before' ? '2026-07-05' : '2026-09-05'),
    program,
    task: name,
    moment,
    team: 'claims',
    minutes: null,
    rework: null,
    escalated: null,
    ...more,
  };
}

describe('taskTimeFigure', () => {
  const timed = (name: string, moment: WorkMoment, minutes: readonly number[]) =>
    minutes.map((one) => task(name, moment, { minutes: one }));

  it('compares each task with itself, so that another mix changes nothing', () => {
    const figure = taskTimeFigure(
      [
        // short: geometric mean 10 before, 5 after; long: 100 before, 50 after, and more of them after
        ...timed('short', 'before', [5, 20]),
        ...timed('short', 'after', [5]),
        ...timed('long', 'before', [100]),
        ...timed('long', 'after', [25, 100, 50]),
        ...timed('only before', 'before', [7]),
        task('short', 'after', {}),
        task('short', 'after', { minutes: 0 }),
      ],
      frame,
      null,
    );
    expect(figure.value).toBeCloseTo(-0.5, 12);
    expect(figure).toMatchObject({ n: 7, excluded: { 'minutes not told': 1, 'not above zero': 1 } });
    expect(figure.interval?.low).toBeLessThan(-0.5);
    expect(figure.rows.map(({ key, value }) => [key, value])).toEqual([
      ['long', expect.closeTo(-0.5, 12)],
      ['only before', null],
      ['short', expect.closeTo(-0.5, 12)],
    ]);
    expect(figure.rows[0]?.details).toMatchObject({
      minutesBefore: expect.closeTo(100, 9),
      minutesAfter: expect.closeTo(50, 9),
    });
  });
});

describe('reworkFigure', () => {
  it('is the share done again, after less before, with escalations beside it', () => {
    const figure = reworkFigure(
      [
        ...[true, true, false, false].map((rework) => task('triage', 'before', { rework, escalated: true })),
        ...[true, false, false, false].map((rework) => task('triage', 'after', { rework, escalated: false })),
        task('triage', 'after', {}),
      ],
      frame,
      null,
    );
    expect(figure).toMatchObject({
      value: -0.25,
      n: 8,
      interval: { method: expect.stringContaining('Newcombe') },
      details: {
        before: { value: 0.5, numerator: 2, denominator: 4 },
        after: { value: 0.25 },
        escalated: { before: { value: 1 }, after: { value: 0 } },
      },
      excluded: { 'rework not told': 1 },
    });
    expect(figure.rows).toMatchObject([{ key: 'triage', value: -0.25 }]);
  });

  it('tells of the learners of a team, so that small teams are hidden', async () => {
    const members = ['a', 'b'].map((learner) => memberOf(learner, '2026-07-01', { team: 'claims' }));
    const measured = [task('triage', 'before', { rework: true }), task('triage', 'after', { rework: true })];
    const elsewhere = measured.map((one) => ({ ...one, team: 'board' }));
    const others = Array.from({ length: 12 }, (_, index) => memberOf(`other-${index}`, '2026-07-01', {}));
    const asked = frameOf([...members, ...others], '2026-10-31');
    const figure = reworkFigure([...measured, ...elsewhere], asked, 'team');
    expect(figure.people).toBe(0);
    expect(figure.rows.map(({ key, people }) => [key, people])).toEqual([
      ['board', 0],
      ['claims', 2],
    ]);
    // with the total, the tasks of the other row would tell those of the two
    expect((await askedAt(rework, figure, asked, 'team')).hidden.rows).toEqual(new Set(figure.rows));
  });

  it('says what is missing', () => {
    expect(reworkFigure([task('triage', 'before', { rework: true })], frame, null)).toMatchObject({
      value: null,
      reason: 'Work of both before and after is needed.',
    });
  });
});
