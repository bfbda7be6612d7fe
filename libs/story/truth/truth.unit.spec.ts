import { describe, expect, it } from '@jest/globals';
import type { Instant } from '#platform';
import { moment } from '../calendar.ts';
import type { Incident, Known, Ledger, LedgerLearner, UseCase } from '../ledger/ledger.ts';
import { truthOf } from './truth.ts';

const at = (text: string): Known => ({ at: moment(`${text}:00Z`), told: moment(`${text}:00Z`) });
const asOf: Instant = moment('2026-10-31T22:59:59.999999Z');

const empty: Ledger = {
  learners: [],
  completions: [],
  scores: [],
  prompts: [],
  reviews: [],
  incidents: [],
  useCases: [],
  strangers: [],
};

const manager = (id: string): LedgerLearner => ({
  id,
  shape: 'regular',
  place: 0,
  team: 'payments',
  enrolled: { ...at('2026-07-01T06:00'), role: 'change-champion' },
  roleChanges: [],
  withdrawn: null,
  excluded: null,
  identities: [],
});

const done = (learner: string, module: string, when: string, rest: Partial<Known> = {}) => ({
  ...at(when),
  ...rest,
  learner,
  module,
  via: 'statement' as const,
  as: 0,
});

describe('the truth of training completion', () => {
  it('ends with the last microsecond of the own day 90 in Berlin', () => {
    const ledger = {
      ...empty,
      learners: [manager('in-time'), manager('too-late')],
      completions: ['in-time', 'too-late'].flatMap((learner) => [
        done(learner, 'ai-literacy', '2026-07-10T10:00'),
        done(learner, 'guardrails', learner === 'in-time' ? '2026-09-28T21:59' : '2026-09-28T22:00'),
      ]),
    };
    expect(truthOf(ledger, { asOf })['training-completion']).toMatchObject({
      numerator: 1,
      n: 2,
      status: 'missed',
    });
  });

  it('knows nothing before it is told and nothing that was taken back', () => {
    const ledger = {
      ...empty,
      learners: [manager('a')],
      completions: [
        done('a', 'ai-literacy', '2026-07-10T10:00'),
        done('a', 'guardrails', '2026-07-20T10:00', {
          told: moment('2026-08-01T00:00:00Z'),
          untold: moment('2026-11-02T00:00:00Z'),
        }),
      ],
    };
    const numerator = (knownBy: string) =>
      truthOf(ledger, { asOf, knownBy: moment(knownBy) })['training-completion'].numerator;
    expect(['2026-07-31T00:00:00Z', '2026-08-01T00:00:00Z', '2026-11-02T00:00:00Z'].map(numerator)).toEqual([
      0, 1, 0,
    ]);
  });
});

describe('the truth of incident response', () => {
  const incident = (id: number, minutes: number | null): Incident => ({
    id: String(id),
    model: 'm',
    severity: 'sev1',
    team: 'payments',
    drill: false,
    startedAt: null,
    opened: at('2026-08-03T10:00'),
    detected: at('2026-08-03T10:00'),
    acknowledged: null,
    mitigated: minutes === null ? null : at(`2026-08-03T10:${minutes}`),
    resolved: null,
  });

  it('is the product-limit median, with open incidents at risk until the end', () => {
    const incidents = [10, 20, 30, null, null].map((minutes, id) => incident(id, minutes));
    // 4/5, 3/5, 2/5: the third event brings it under one half
    expect(truthOf({ ...empty, incidents }, { asOf })['incident-response']).toMatchObject({
      value: 1800,
      n: 5,
      censored: 2,
      status: 'cannot-say',
    });
  });
});

describe('the truth of governance coverage', () => {
  const useCase = (change: Partial<UseCase>): UseCase => ({
    id: 'uc',
    title: '',
    owner: '',
    team: 'payments',
    shape: '',
    registered: { ...at('2026-06-01T08:00'), version: '1', tier: 'high' },
    changes: [],
    retiers: [],
    firstUsed: at('2026-07-01T08:00'),
    retired: null,
    requests: [],
    decisions: [],
    exceptions: [],
    ...change,
  });
  const approved = (when: string, version = '1') => ({
    ...at(when),
    version,
    decision: 'approved' as const,
    reviewer: '',
    validUntil: null,
  });

  it.each([
    ['an approval of the current version', { decisions: [approved('2026-06-10T08:00')] }, 1],
    ['an approval that lapsed after 365 days', { decisions: [approved('2025-10-31T08:00')] }, 0],
    [
      'an approval of the version before',
      {
        decisions: [approved('2026-06-10T08:00')],
        changes: [{ ...at('2026-08-01T08:00'), version: '2', owner: '' }],
      },
      0,
    ],
  ])('reads %s', (_, change, covered) => {
    const ledger = { ...empty, useCases: [useCase(change)] };
    expect(truthOf(ledger, { asOf })['governance-coverage']).toMatchObject({ numerator: covered, n: 1 });
  });

  it('leaves out what is not in use and not high risk at the time', () => {
    const useCases = [
      useCase({ firstUsed: null }),
      useCase({ retired: at('2026-09-01T08:00') }),
      useCase({ retiers: [{ ...at('2026-09-01T08:00'), tier: 'limited' }] }),
      useCase({ retiers: [{ ...at('2026-11-01T08:00'), tier: 'limited' }] }),
    ];
    expect(truthOf({ ...empty, useCases }, { asOf })['governance-coverage'].n).toBe(1);
  });
});
