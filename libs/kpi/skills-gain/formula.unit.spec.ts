import { describe, expect, it } from '@jest/globals';
import type { Member } from '../cohort/member.ts';
import { feedOf } from '../freshness/feed.ts';
import { memberOf, moment, origin } from '../testing/history.ts';
import { skillsGainFigure, type SkillsSettings } from './formula.ts';
import type { Attempt, Form } from './score.ts';

const forms: Record<string, Form> = {
  a: { id: 'a', scale: { min: 0, max: 50 }, scaled: false },
  b: { id: 'b', scale: { min: 0, max: 100 }, scaled: false },
  c: { id: 'c', scale: null, scaled: true },
};

const settings: SkillsSettings = {
  target: { value: 0.2, comparison: '>=' },
  minimumN: 10,
  matched: 0.8,
  staleAfter: 'P7D',
  forms: {
    form: (_assessment, id) => forms[id] ?? null,
    equivalent: (_assessment, x, y) => x === y || (x === 'a' && y === 'b'),
  },
  seed: 'test',
  selectedForLowScores: false,
};

function attempt(
  learner: string,
  phase: string,
  at: string,
  raw: number | null,
  more: Partial<Attempt> = {},
): Attempt {
  const scale = { min: null, max: null, scaled: null, skill: '', attempt: null };
  return { ...origin(at), ...scale, learner, assessment: 'skills', phase, form: 'a', raw, ...more };
}

const pre = (learner: string, raw: number, more: Partial<Attempt> = {}) =>
  attempt(learner, 'pre', '2026-07-02', raw, more);
const post = (learner: string, raw: number, more: Partial<Attempt> = {}) =>
  attempt(learner, 'post', '2026-09-20', raw, more);

function figureOf(
  attempts: readonly Attempt[],
  options: {
    modules?: Record<string, string>;
    members?: Partial<Record<string, Partial<Member>>>;
    asOf?: string;
  } = {},
) {
  const learners = [...new Set(attempts.map(({ learner }) => learner))];
  const signals = new Map(
    Object.entries(options.modules ?? {}).map(([learner, at]) => [
      learner,
      new Map([['literacy', [{ kind: 'completed' as const, ...origin(at) }]]]),
    ]),
  );
  return skillsGainFigure(
    {
      members: learners.map((learner) => memberOf(learner, '2026-07-01', options.members?.[learner] ?? {})),
      attempts: Map.groupBy(attempts, ({ learner }) => learner),
      signals,
      feed: feedOf([...attempts, origin('2026-09-27')]),
    },
    settings,
    moment(options.asOf ?? '2026-10-10'),
  );
}

/** Twelve learners whose pre scores are 20, 21, … and whose posts lie `gain` points above. */
const cohort = (gain: (index: number) => number) =>
  Array.from({ length: 12 }, (_, index) => {
    const learner = `learner-${String(index).padStart(2, '0')}`;
    return [pre(learner, 20 + index), post(learner, 20 + index + gain(index))];
  }).flat();

describe('skillsGainFigure', () => {
  it('divides the means, never averages individual percentages', () => {
    // form a has 50 points: pre 10 → 20%, 40 → 80%, mean 50; post 20 → 40%, 44 → 88%, mean 64; 64/50 - 1 = 0.28
    // (the mean of +100% and +10% would be +55%)
    const figure = figureOf([pre('x', 10), post('x', 20), pre('y', 40), post('y', 44)]);
    expect(figure).toMatchObject({ numerator: 64, denominator: 50, n: 2, unmatched: 0 });
    expect(figure.value).toBeCloseTo(0.28, 12);
    expect(figure.details['points']).toMatchObject({ value: 14 });
    expect(figure.details['hake']).toMatchObject({ value: 14 / 50 }); // of 50 points possible, 14
  });

  it('takes first attempts, and no second one instead of an unusable first', () => {
    const figure = figureOf([
      pre('x', 10),
      attempt('x', 'pre', '2026-07-03', 30),
      post('x', 20),
      attempt('x', 'post', '2026-09-21', 50),
      attempt('y', 'pre', '2026-07-02', null, { scaled: 0.4 }), // form a is marked in points
      attempt('y', 'pre', '2026-07-03', 20),
      post('y', 30),
    ]);
    expect(figure).toMatchObject({ numerator: 40, denominator: 20, n: 1, unmatched: 1 });
    expect(figure.details['quarantined']).toEqual({ 'no raw score': 1 });
    expect(figure.details['postOnly']).toEqual({ n: 1 });
  });

  it('needs the first pre attempt before the first module of the program', () => {
    const attempts = [pre('x', 10), post('x', 20), pre('y', 10), post('y', 20), pre('z', 10), post('z', 20)];
    const modules = { x: '2026-07-05', y: '2026-07-01T10:00', z: '2026-06-20' }; // z's was before enrolment
    const figure = figureOf(attempts, { modules });
    expect(figure).toMatchObject({ n: 2, unmatched: 1 });
    expect(figure.details['unmatchedReasons']).toEqual({
      'the first pre attempt came after the first module': 1,
    });
    expect(
      figure
        .evidence()
        .filter(({ part }) => part === 'unmatched')
        .map(({ subject }) => subject),
    ).toEqual(['y']);
  });

  it('takes the first post attempt inside the own window', () => {
    const figure = figureOf([
      pre('x', 10),
      attempt('x', 'post', '2026-06-30', 5), // before day 1
      attempt('x', 'post', '2026-09-28', 20), // on day 90
      pre('y', 10),
      attempt('y', 'post', '2026-09-29T00:01', 30), // on day 91
    ]);
    expect(figure).toMatchObject({ n: 1, numerator: 40, unmatched: 1 });
    expect(figure.details['preOnly']).toEqual({ n: 1, meanPre: 20 });
  });

  it('compares the same or equivalent forms on their own scales', () => {
    const figure = figureOf([
      pre('x', 10),
      post('x', 40, { form: 'b' }), // 20% → 40%, declared equivalent
      pre('y', 10),
      attempt('y', 'post', '2026-09-20', null, { form: 'c', scaled: 0.9 }), // not equivalent
      attempt('z', 'pre', '2026-07-02', null, { form: 'c', scaled: 0.5 }),
      attempt('z', 'post', '2026-09-20', null, { form: 'c', scaled: 0.75 }),
    ]);
    expect(figure).toMatchObject({
      n: 2,
      numerator: (40 + 75) / 2,
      denominator: (20 + 50) / 2,
      unmatched: 1,
    });
    expect(figure.details['forms']).toEqual({ 'a → b': 1, 'c → c': 1 });
    expect(figure.details['unmatchedReasons']).toEqual({ 'forms not equivalent': 1 });
  });

  it('never mixes scales, and quarantines what cannot be scored', () => {
    const figure = figureOf([
      pre('x', 10, { max: 100 }),
      pre('y', 60),
      pre('z', 10, { form: 'unheard-of' }),
      post('w', 10),
      attempt('w', 'pre', '2026-09-25', 10), // the post came first
    ]);
    expect(figure).toMatchObject({ n: 0, value: null, unmatched: 4, verdict: { status: 'cannot-say' } });
    expect(figure.details['quarantined']).toEqual({
      'another scale than the form': 1,
      'outside the scale': 1,
      'post before pre': 1,
      'unknown form': 1,
    });
  });

  it('quarantines a post score without a pre score, whose learner is unmatched', () => {
    const figure = figureOf([pre('x', 20), post('x', 40), post('y', 45)]);
    expect(figure).toMatchObject({ n: 1, unmatched: 1 });
    expect(figure.details['quarantined']).toEqual({ 'post without pre': 1 });
    expect(figure.details['postOnly']).toEqual({ n: 1 });
    expect(figure.evidence().filter(({ part }) => part === 'quarantined')).toMatchObject([
      { subject: 'y', reason: 'post without pre' },
    ]);
  });

  it('says met when the whole interval lies above the target', () => {
    // posts lie 14 to 16 points above a mean of 25.5: about +59%
    const met = figureOf(cohort((index) => 14 + (index % 3)));
    expect(met.verdict).toMatchObject({ status: 'met', confidence: 'high', result: 'reached' });
    expect(figureOf(cohort((index) => (index % 2 === 0 ? 12 : 0))).verdict.status).toBe(
      'reached-not-certain',
    ); // 6/25.5 = 0.235
    expect(figureOf(cohort((index) => (index % 2 === 0 ? 9 : 0))).verdict.status).toBe('below-not-certain'); // 4.5/25.5 = 0.176
    expect(figureOf(cohort(() => 1)).verdict).toMatchObject({ status: 'missed', result: 'not-reached' });
  });

  it('cannot say below the minimum or with too few matched', () => {
    const few = figureOf([pre('x', 10), post('x', 20)]);
    expect(few.verdict.reasons).toEqual([
      'Only 1 learners have both a pre and a post score; at least 10 are needed.',
    ]);
    const lone = Array.from({ length: 4 }, (_, index) => pre(`lone-${index}`, 10));
    const unmatched = figureOf([...cohort((index) => 5 + index), ...lone]);
    // 12 of 16 is 75%, and 80% are needed
    expect(unmatched.verdict).toMatchObject({ status: 'cannot-say', confidence: 'none' });
    expect(unmatched.verdict.reasons[0]).toContain('12 of 16');
  });

  it('has no interval of four learners, and says why', () => {
    const four = cohort((index) => 3 + index).slice(0, 8);
    const figure = figureOf(four);
    expect(figure).toMatchObject({ n: 4, interval: null });
    expect(figure.details).toMatchObject({
      noInterval: 'A symmetric t interval needs 5 units, not 4.',
      hake: { interval: null, reason: 'A symmetric t interval needs 5 units, not 4.' },
      hedgesGz: {
        distributionFree: { interval: null, reason: 'An interval free of a distribution needs 30 pairs.' },
      },
    });
    const twelve = figureOf(cohort((index) => 3 + index));
    expect(twelve.interval).toMatchObject({ method: 'paired bootstrap-t, symmetric' });
    expect(twelve.details['noInterval']).toBeNull();
  });

  it('leaves the excluded out and counts those still in their window as censored', () => {
    const exclusion = { ...origin('2026-07-20'), reason: 'left-company' };
    const figure = figureOf([pre('x', 10), post('x', 20), pre('y', 10), pre('z', 20)], {
      members: { x: { exclusion } },
      asOf: '2026-09-22',
    });
    expect(figure).toMatchObject({ n: 0, excluded: { 'left-company': 1 }, unmatched: 2, censored: 2 });
  });

  it('has one event a learner for each mean as evidence', () => {
    const figure = figureOf(cohort(() => 10));
    const parts = figure.evidence().map(({ part }) => part);
    expect(parts.filter((part) => part === 'numerator')).toHaveLength(figure.n);
    expect(parts.filter((part) => part === 'denominator')).toHaveLength(figure.n);
  });
});
