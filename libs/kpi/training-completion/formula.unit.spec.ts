import { describe, expect, it } from '@jest/globals';
import type { Member, RequiredModule } from '../cohort/member.ts';
import { feedOf } from '../freshness/feed.ts';
import { memberOf, moment, origin, requiredModule } from '../testing/history.ts';
import { moreNeeded, trainingCompletionFigure, type TrainingSettings } from './formula.ts';
import type { ModuleSignal, SignalKind } from './module-signal.ts';

const settings: TrainingSettings = {
  target: { value: 0.85, comparison: '>=' },
  minimumN: 1,
  staleAfter: 'P7D',
};
const literacy = requiredModule('literacy', {});
/** Past the window of everyone who enrolled on 1 July: it ends with 28 September. */
const CLOSED = '2026-10-01';

interface Line {
  readonly member: Member;
  readonly signals?: readonly (readonly [module: string, kind: SignalKind, at: string])[];
}

function stranger(actor: string) {
  return { ...origin('2026-08-01'), actor };
}

function figureOf(lines: readonly Line[], asOf = CLOSED, more: { unmatched?: string[] } = {}) {
  const signals = new Map(
    lines.map(({ member, signals = [] }) => {
      const own = new Map<string, ModuleSignal[]>();
      for (const [module, kind, at] of signals)
        own.set(module, [...(own.get(module) ?? []), { kind, ...origin(at) }]);
      return [member.learner, own] as const;
    }),
  );
  const feed = [...signals.values()].flatMap((own) => [...own.values()].flat());
  return trainingCompletionFigure(
    {
      members: lines.map(({ member }) => member),
      signals,
      unmatched: (more.unmatched ?? []).map(stranger),
      feed: feedOf([...feed, origin('2026-09-27')]),
    },
    settings,
    moment(asOf),
  );
}

const learner = (id: string, more: Partial<Member> & { modules?: RequiredModule[] } = {}): Member =>
  memberOf(id, '2026-07-01', { required: more.modules ?? [literacy], ...more });
const done = (id: string, at = '2026-08-01', more: Partial<Member> = {}): Line => ({
  member: learner(id, more),
  signals: [['literacy', 'completed', at]],
});
const idle = (id: string, more: Partial<Member> = {}): Line => ({ member: learner(id, more) });
/** Lines for so many learners, numbered from `from` so that two calls can be joined. */
const several = (count: number, line: (id: string) => Line, from = 0): Line[] =>
  Array.from({ length: count }, (_, index) => line(`learner-${from + index}`));

describe('trainingCompletionFigure', () => {
  it('divides those complete by the adjusted cohort, withdrawals included', () => {
    // enrolled 5, one excluded: 4; complete: a and b; c withdrew and stays below: 2/4
    const exclusion = { ...origin('2026-07-20'), reason: 'long-leave' };
    const figure = figureOf([
      done('a'),
      done('b'),
      idle('c', { withdrawn: true }),
      idle('d'),
      idle('e', { exclusion }),
    ]);
    expect(figure).toMatchObject({
      value: 0.5,
      numerator: 2,
      denominator: 4,
      n: 4,
      excluded: { 'long-leave': 1 },
      censored: 0,
      verdict: { status: 'missed', result: 'not-reached' },
    });
    expect(figure.details['withdrawn']).toBe(1);
    expect(figure.details['moreNeeded']).toBe(2); // 3/4 = 0.75, 4/4 ≥ 0.85
  });

  it('judges a closed window as a census, and says by the interval how far that carries', () => {
    // 20 of 20: Wilson's lower bound is 0.8389, so the cohort reached 85% and the next one may not
    const all = figureOf(several(20, (id) => done(id)));
    expect(all.verdict).toMatchObject({ status: 'met', result: 'reached', confidence: 'low' });
    expect(all.interval?.low).toBeCloseTo(0.8389, 4);
    // 17 of 20 is 0.85 exactly
    const exactly = figureOf([...several(17, (id) => done(id)), ...several(3, (id) => idle(id), 17)]);
    expect(exactly.verdict).toMatchObject({ status: 'met', result: 'reached', confidence: 'low' });
    // 5 of 20: upper bound 0.47, wholly below
    const few = figureOf([...several(5, (id) => done(id)), ...several(15, (id) => idle(id), 5)]);
    expect(few.verdict).toMatchObject({ status: 'missed', result: 'not-reached', confidence: 'high' });
  });

  it('gives a late joiner a window of the own', () => {
    const late = memberOf('late', '2026-08-15', { required: [literacy] }); // until the end of 12 November
    const line: Line = { member: late, signals: [['literacy', 'completed', '2026-11-12T23:00']] };
    const before = figureOf([done('a'), line], '2026-10-15');
    expect(before).toMatchObject({ numerator: 1, denominator: 2, censored: 1, period: { closed: false } });
    expect(figureOf([done('a'), line], '2026-11-13')).toMatchObject({
      numerator: 2,
      censored: 0,
      period: { closed: true },
    });
  });

  it('does not count what came after the own last day', () => {
    // 1 July is day 1, so day 90 is 28 September
    expect(figureOf([done('a', '2026-09-28T23:59')]).numerator).toBe(1);
    expect(figureOf([done('a', '2026-09-29T00:01')]).numerator).toBe(0);
  });

  it('counts the first of two attempts that met the module, once', () => {
    const member = learner('a', { modules: [requiredModule('test', { moveOn: 'passed' })] });
    const figure = figureOf([
      {
        member,
        signals: [
          ['test', 'completed', '2026-07-10'],
          ['test', 'passed', '2026-08-10'],
          ['test', 'passed', '2026-08-20'],
        ],
      },
    ]);
    expect(figure.numerator).toBe(1);
    expect(
      figure
        .evidence()
        .filter(({ part }) => part === 'numerator')
        .map(({ occurredAt }) => occurredAt),
    ).toEqual([moment('2026-08-10')]);
  });

  it('asks for both, either, waived and satisfied as the module says', () => {
    const complete = (module: Partial<RequiredModule>, ...kinds: SignalKind[]) =>
      figureOf([
        {
          member: learner('a', { modules: [requiredModule('m', module)] }),
          signals: kinds.map((kind) => ['m', kind, '2026-08-01'] as const),
        },
      ]).numerator === 1;
    expect(complete({ moveOn: 'both' }, 'completed')).toBe(false);
    expect(complete({ moveOn: 'both' }, 'passed', 'completed')).toBe(true);
    expect(complete({ moveOn: 'either' }, 'passed')).toBe(true);
    expect(complete({ moveOn: 'passed' }, 'completed')).toBe(false);
    expect(complete({ moveOn: 'both' }, 'waived')).toBe(true);
    expect(complete({ moveOn: 'passed' }, 'finished')).toBe(true);
    // of a cmi5 course neither an AU's completed nor its passed is the course
    expect(complete({ moveOn: 'completed', cmi5: 'course' }, 'completed', 'passed')).toBe(false);
    expect(complete({ moveOn: 'completed', cmi5: 'course' }, 'satisfied')).toBe(true);
    expect(complete({ moveOn: 'completed' }, 'satisfied')).toBe(false);
  });

  it('counts a completion before enrolment only where the module says so, and keeps the others visible', () => {
    const prior = requiredModule('literacy', { priorCompletionCounts: true });
    const early = (module: RequiredModule): Line => ({
      member: learner('a', { modules: [module] }),
      signals: [['literacy', 'completed', '2026-06-01']],
    });
    expect(figureOf([early(prior)])).toMatchObject({ numerator: 1, details: { quarantined: {} } });
    const figure = figureOf([early(literacy)]);
    expect(figure).toMatchObject({
      numerator: 0,
      details: { quarantined: { 'completed before enrolment': 1 } },
    });
    expect(figure.evidence().filter(({ part }) => part === 'quarantined')).toHaveLength(1);
  });

  it('needs every module of the role', () => {
    const modules = [literacy, requiredModule('risk', { moveOn: 'passed' })];
    const lines = (second: SignalKind): Line[] => [
      {
        member: learner('a', { modules }),
        signals: [
          ['literacy', 'completed', '2026-07-10'],
          ['risk', second, '2026-08-20'],
        ],
      },
    ];
    expect(figureOf(lines('completed')).numerator).toBe(0);
    expect(figureOf(lines('passed')).numerator).toBe(1);
  });

  it('does not call an open window missed while the target can still be reached', () => {
    const early = figureOf(
      [...several(2, (id) => done(id, '2026-07-10')), ...several(18, (id) => idle(id), 2)],
      '2026-07-15',
    );
    expect(early).toMatchObject({
      value: 0.1,
      censored: 18,
      verdict: { status: 'below-not-certain', result: 'open' },
    });
    // 16 complete or running of 20 is 0.8: four who withdrew put 0.85 out of reach
    const lost = figureOf(
      [
        ...several(2, (id) => done(id, '2026-07-10')),
        ...several(14, (id) => idle(id), 2),
        ...['w', 'x', 'y', 'z'].map((id) => idle(id, { withdrawn: true })),
      ],
      '2026-07-15',
    );
    expect(lost).toMatchObject({ censored: 14, verdict: { status: 'missed' } });
  });

  it('expects the final share on the own clock, with the withdrawn as never', () => {
    // at the end of July: one completed after 9 days, one withdrew, two run and are censored at 30 days
    const figure = figureOf(
      [done('a', '2026-07-10'), idle('b', { withdrawn: true }), idle('c'), idle('d')],
      '2026-07-31',
    );
    // nobody who is still learning was followed to the last day, and who left says nothing of it
    expect(figure.details['expectation']).toMatchObject({
      value: null,
      reason: expect.stringMatching(/^Nobody was followed to 90; the longest time is \d+(\.\d{1,5})?\.$/),
    });
    // the windows of three have ended; of four at risk at 9 days one completed: 1/4, and nobody after
    const late: Line = { member: memberOf('d', '2026-09-15', { required: [literacy] }) };
    const some = figureOf([done('a', '2026-07-10'), idle('b', { withdrawn: true }), idle('c'), late]);
    expect(some.details['expectation']).toMatchObject({ value: 0.25, interval: null, n: 4 });
    expect(figureOf([done('a')]).details['expectation']).toBeNull();
  });

  it('counts actors of no learner once each', () => {
    const figure = figureOf([done('a')], CLOSED, { unmatched: ['mbox:mailto:x@example.org', 'hr:9'] });
    expect(figure.unmatched).toBe(2);
    expect(
      figure
        .evidence()
        .filter(({ part }) => part === 'unmatched')
        .map(({ subject }) => subject),
    ).toEqual(['mbox:mailto:x@example.org', 'hr:9']);
  });

  it('cannot say when nobody is enrolled, and when nothing arrived for longer than the program allows', () => {
    expect(figureOf([])).toMatchObject({
      value: null,
      interval: null,
      n: 0,
      verdict: { status: 'cannot-say' },
    });
    const silent = trainingCompletionFigure(
      {
        members: [learner('a'), learner('b')],
        signals: new Map(),
        unmatched: [],
        feed: feedOf([origin('2026-07-02')]),
      },
      settings,
      moment('2026-07-20'),
    );
    expect(silent.verdict.status).toBe('cannot-say');
    expect(silent.verdict.reasons[0]).toContain('stale');
  });

  it('has as much evidence for each part as its number says', () => {
    const exclusion = { ...origin('2026-07-20'), reason: 'left-company' };
    const figure = figureOf([done('a'), done('b'), idle('c'), idle('d', { exclusion })], '2026-09-28', {
      unmatched: ['hr:1'],
    });
    const count = (part: string) => figure.evidence().filter((entry) => entry.part === part).length;
    expect([
      count('numerator'),
      count('denominator'),
      count('excluded'),
      count('unmatched'),
      count('censored'),
    ]).toEqual([figure.numerator, figure.denominator, 1, figure.unmatched, figure.censored]);
  });
});

describe('moreNeeded', () => {
  it('asks for the fewest that reach the target', () => {
    const target = { value: 0.85, comparison: '>=' };
    expect(moreNeeded(16, 20, target)).toBe(1); // 17/20 = 0.85
    expect(moreNeeded(17, 20, target)).toBe(0);
    expect(moreNeeded(85, 101, target)).toBe(1); // 85/101 = 0.8416, 86/101 = 0.8515
    expect(moreNeeded(0, 0, target)).toBeNull();
  });
});
