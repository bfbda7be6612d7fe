import { describe, expect, it } from '@jest/globals';
import { moment, origin } from '../testing/history.ts';
import { governanceCoverageFigure, type GovernanceSettings } from './formula.ts';
import type { GovernanceFact, UseCaseFact } from './use-case.ts';

const settings: GovernanceSettings = {
  tiers: ['minimal', 'limited', 'high'],
  highRisk: ['high'],
  reviewValidity: 'P365D',
  period: { start: moment('2026-07-01'), end: moment('2026-10-31T23:00') },
  target: { value: 0.95, comparison: '>=' },
  overdueAllowed: 0,
  minimumN: 1,
};

function register(useCase: string, kind: string, at: string, more: Partial<UseCaseFact> = {}): UseCaseFact {
  return { ...origin(at), useCase, kind, version: '', tier: '', owner: '', team: '', title: '', ...more };
}

function governance(
  useCase: string,
  kind: string,
  at: string,
  more: Partial<GovernanceFact> = {},
): GovernanceFact {
  const empty = { version: '', decision: '', reviewer: '', exception: '', approver: '', reason: '' };
  return { ...origin(at), ...empty, useCase, kind, validUntil: null, due: null, expires: null, ...more };
}

const high = (id: string, more: Partial<UseCaseFact> = {}) => [
  register(id, 'registered', '2026-07-02', { version: '1', tier: 'high', owner: 'Ada', ...more }),
  register(id, 'first-used', '2026-08-01'),
];
const approved = (id: string, at: string, more: Partial<GovernanceFact> = {}) =>
  governance(id, 'review-decided', at, { version: '1', decision: 'approved', ...more });
const at = (useCases: UseCaseFact[], facts: GovernanceFact[], asOf = '2026-09-30') =>
  governanceCoverageFigure({ useCases, governance: facts }, settings, moment(asOf));

describe('governanceCoverageFigure', () => {
  it('counts high-risk cases in use with a valid approval of the current version', () => {
    // Four high-risk cases in use, one of them covered: 1/4. The limited one and the unused one are no part of it.
    const figure = at(
      [
        ...high('a'),
        ...high('b'),
        ...high('c'),
        ...high('d'),
        ...high('limited', { tier: 'limited' }),
        register('unused', 'registered', '2026-07-02', { version: '1', tier: 'high' }),
      ],
      [
        approved('a', '2026-07-20'),
        approved('b', '2026-07-20', { version: '2' }), // another version
        approved('c', '2026-07-20', { validUntil: moment('2026-09-29') }), // expired the day before
        approved('limited', '2026-07-20'),
      ],
    );
    expect(figure).toMatchObject({ value: 0.25, numerator: 1, denominator: 4, n: 4 });
    expect(
      figure
        .evidence()
        .filter(({ part }) => part === 'numerator')
        .map(({ subject }) => subject),
    ).toEqual(['a']);
    expect(figure.evidence().filter(({ part }) => part === 'denominator')).toHaveLength(4);
    expect(figure.details['notYetUsed']).toBe(1);
  });

  it('lets no approval that had ended before it was decided end another', () => {
    const figure = at(high('a'), [
      approved('a', '2026-08-01', { validUntil: moment('2027-08-01') }),
      approved('a', '2026-08-20', { validUntil: moment('2026-08-10') }),
    ]);
    expect(figure).toMatchObject({ numerator: 1, n: 1 });
    expect(figure.details['quarantined']).toEqual({ 'approval ended before it was decided': 1 });
  });

  it('excludes cases of unknown tier by name, as many as the evidence has', () => {
    const figure = at([...high('a'), ...high('odd', { tier: 'unheard-of' })], []);
    expect(figure).toMatchObject({ n: 1, excluded: { 'unknown-tier': 1 } });
    expect(figure.evidence().filter(({ part }) => part === 'excluded')).toMatchObject([
      { subject: 'odd', reason: 'unknown-tier' },
    ]);
  });

  it('quarantines approvals that ended before they were decided and exceptions closed before they were granted', () => {
    const exception = (kind: string, useCase: string, day: string) =>
      governance(useCase, kind, day, { exception: 'EX-1' });
    const figure = at(
      [...high('a'), ...high('b')],
      [
        approved('a', '2026-08-10', { validUntil: moment('2026-08-09') }),
        exception('exception-closed', 'a', '2026-08-01'),
        exception('exception-granted', 'a', '2026-08-02'),
        exception('exception-granted', 'b', '2026-08-01'),
        exception('exception-closed', 'b', '2026-08-02'),
      ],
    );
    expect(figure).toMatchObject({ numerator: 0, denominator: 2 });
    expect(figure.details['quarantined']).toEqual({
      'approval ended before it was decided': 1,
      'exception closed before it was granted': 1,
    });
    expect(figure.details['exceptions']).toMatchObject([{ exception: 'EX-1', useCase: 'a' }]);
    expect(figure.evidence().filter(({ part }) => part === 'quarantined')).toHaveLength(2);
  });

  it('lets the last recorded of two words of one moment stand', () => {
    const [first, last] = [
      register('a', 're-tiered', '2026-08-02', { tier: 'limited', recordedAt: moment('2026-08-03') }),
      register('a', 're-tiered', '2026-08-02', { tier: 'high', recordedAt: moment('2026-08-04') }),
    ];
    for (const order of [
      [first, last],
      [last, first],
    ])
      expect(at([...high('a', { tier: 'minimal' }), ...order], [])).toMatchObject({ n: 1 });
  });

  it('takes the tier and version held at the asked moment', () => {
    const useCases = [
      ...high('a'),
      register('a', 're-tiered', '2026-09-01', { tier: 'limited' }),
      ...high('b', { tier: 'limited' }),
      register('b', 're-tiered', '2026-09-10', { tier: 'high' }),
      ...high('c'),
      register('c', 'changed', '2026-09-15', { version: '2' }),
    ];
    const reviews = [approved('a', '2026-07-20'), approved('c', '2026-07-20')];
    // Until September a and c are high and approved: 2/2. At its end b (uncovered) and c (version 2 unreviewed): 0/2.
    expect(at(useCases, reviews, '2026-08-31').value).toBe(1);
    expect(
      at(
        useCases.filter((fact) => fact.occurredAt <= moment('2026-08-31')),
        reviews,
        '2026-08-31',
      ).value,
    ).toBe(1);
    expect(at(useCases, reviews)).toMatchObject({ value: 0, numerator: 0, denominator: 2 });
  });

  it('lets a later rejection of the same version end an approval, and a later approval restore it', () => {
    const rejected = governance('a', 'review-decided', '2026-08-10', { version: '1', decision: 'rejected' });
    expect(at(high('a'), [approved('a', '2026-07-20'), rejected]).value).toBe(0);
    expect(at(high('a'), [approved('a', '2026-07-20'), rejected, approved('a', '2026-08-20')]).value).toBe(1);
  });

  it('ends an approval without a date after the validity that the program sets', () => {
    // 2025-08-01 + 365 days = 2026-08-01
    const review = [approved('a', '2025-08-01T10:00')];
    expect(at(high('a'), review, '2026-08-01T10:00').value).toBe(1);
    expect(at(high('a'), review, '2026-08-01T10:01').value).toBe(0);
  });

  it('leaves out retired cases and counts unknown tiers apart', () => {
    const figure = at(
      [
        ...high('a'),
        ...high('gone'),
        register('gone', 'retired', '2026-09-01'),
        ...high('odd', { tier: 'enormous' }),
      ],
      [approved('a', '2026-07-20')],
    );
    expect(figure).toMatchObject({ value: 1, denominator: 1, details: { unknownTier: 1, retired: 1 } });
  });

  it('takes a case as overdue past its due date, or from its first use when none was given', () => {
    const requested = (id: string, due: string | null) =>
      governance(id, 'review-requested', '2026-07-05', {
        version: '1',
        due: due === null ? null : moment(due),
      });
    const figure = at(
      [...high('later'), ...high('past'), ...high('none'), ...high('null')],
      [requested('later', '2026-10-15'), requested('past', '2026-09-01'), requested('null', null)],
    );
    expect(figure.details).toMatchObject({ overdue: 3 });
    expect(figure.details['uncovered']).toMatchObject([
      { useCase: 'later', overdue: false, owner: 'Ada', days: 60 }, // 1 August to 30 September
      { useCase: 'none', overdue: true },
      { useCase: 'null', overdue: true },
      { useCase: 'past', overdue: true },
    ]);
  });

  it('is missed in a closed window when something is overdue, though the share reaches the target', () => {
    const cases = Array.from({ length: 20 }, (_, index) => `case-${index}`);
    const reviews = cases.slice(1).map((id) => approved(id, '2026-07-20'));
    // 19/20 = 0.95 reaches the target, but the twentieth is overdue since its first use
    const figure = at(
      cases.flatMap((id) => high(id)),
      reviews,
      '2026-11-01',
    );
    expect(figure).toMatchObject({ value: 0.95, verdict: { status: 'missed', result: 'not-reached' } });
    expect(figure.verdict.reasons.join(' ')).toContain('1 use case is past due');
    const asked = governance('case-0', 'review-requested', '2026-07-05', {
      version: '1',
      due: moment('2026-12-01'),
    });
    expect(
      at(
        cases.flatMap((id) => high(id)),
        [...reviews, asked],
        '2026-11-01',
      ).verdict,
    ).toMatchObject({
      status: 'met',
      result: 'reached',
      confidence: 'low',
    });
  });

  it('lists an open exception with its expiry and does not count it as coverage', () => {
    const granted = (exception: string) =>
      governance('a', 'exception-granted', '2026-08-05', { exception, expires: moment('2026-12-31') });
    const closed = governance('a', 'exception-closed', '2026-08-20', { exception: 'x-1' });
    const figure = at(high('a'), [granted('x-1'), granted('x-2'), closed]);
    expect(figure.value).toBe(0);
    expect(figure.details['exceptions']).toMatchObject([{ exception: 'x-2', expires: moment('2026-12-31') }]);
  });

  it('reports the flow with the tier and version of the first use', () => {
    const figure = at(
      [
        ...high('before'),
        ...high('after'),
        ...high('retiered', { tier: 'limited' }),
        register('retiered', 're-tiered', '2026-08-20', { tier: 'high' }),
        register('early', 'registered', '2026-01-01', { version: '1', tier: 'high' }),
        register('early', 'first-used', '2026-06-30T10:00'), // before the period
      ],
      [approved('before', '2026-08-01'), approved('after', '2026-08-02'), approved('early', '2026-02-01')],
    );
    // first used in the period as high risk: before and after; approved no later than first use: before
    expect(figure.details['flow']).toMatchObject({
      value: 0.5,
      numerator: 1,
      denominator: 2,
      interval: { method: 'Wilson score' },
    });
  });

  it('cannot say anything of an empty register', () => {
    expect(at([], [])).toMatchObject({
      value: null,
      n: 0,
      interval: null,
      verdict: { status: 'cannot-say', confidence: 'none' },
    });
  });
});
