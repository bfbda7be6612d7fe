import { describe, expect, it } from '@jest/globals';
import { directionStatus } from './direction-status.ts';
import { thresholdStatus, type ThresholdCase } from './threshold-status.ts';

const interval = (low: number | null, high: number | null) => ({ low, high, level: 0.95, method: 'test' });
const judge = (more: Partial<ThresholdCase>) =>
  thresholdStatus({
    value: 0.9,
    interval: interval(0.8, 0.95),
    target: { value: 0.85, comparison: '>=' },
    closed: true,
    census: false,
    obstacles: [],
    ...more,
  });

describe('thresholdStatus: the first matching row wins', () => {
  it.each([
    [
      'cannot say goes before all',
      { obstacles: ['Too few.'], interval: interval(0.9, 1) },
      'cannot-say',
      'reached',
      'none',
    ],
    ['no target', { target: null }, 'cannot-say', 'open', 'none'],
    ['no value', { value: null }, 'cannot-say', 'open', 'none'],
    ['interval on the good side', { interval: interval(0.86, 0.95) }, 'met', 'reached', 'high'],
    ['interval that begins at the target', { interval: interval(0.85, 0.95) }, 'met', 'reached', 'high'],
    ['a census that reached it', { census: true }, 'met', 'reached', 'low'],
    [
      'the same while the window is open',
      { census: true, closed: false },
      'reached-not-certain',
      'open',
      'low',
    ],
    [
      'interval on the bad side',
      { value: 0.5, interval: interval(0.4, 0.6) },
      'missed',
      'not-reached',
      'high',
    ],
    ['out of reach', { value: 0.8, closed: false, outOfReach: true }, 'missed', 'open', 'low'],
    ['a census that did not', { census: true, value: 0.84 }, 'missed', 'not-reached', 'low'],
    ['reached without certainty', {}, 'reached-not-certain', 'reached', 'low'],
    ['below without certainty', { value: 0.84 }, 'below-not-certain', 'not-reached', 'low'],
    [
      'below so far',
      { value: 0.1, interval: interval(0, 0.3), closed: false, provisional: true },
      'below-not-certain',
      'open',
      'high',
    ],
    [
      'a further demand unmet',
      { interval: interval(0.9, 0.95), unmet: ['Overdue.'] },
      'below-not-certain',
      'not-reached',
      'low',
    ],
  ] as const)('%s', (_name, more, status, result, confidence) => {
    expect(judge(more)).toMatchObject({ status, result, confidence });
  });

  it('reads a target of at most the other way round', () => {
    const target = { value: 0.85, comparison: '<=' };
    expect(judge({ target, value: 0.8, interval: interval(0.7, 0.85) }).status).toBe('met');
    expect(judge({ target, value: 0.9, interval: interval(0.86, 0.95) }).status).toBe('missed');
    expect(judge({ target, value: 0.8, interval: interval(0.7, 0.9) }).status).toBe('reached-not-certain');
    expect(judge({ target: { value: 0.85, comparison: '>' }, value: 0.85 }).status).toBe('below-not-certain');
  });

  it('always gives a reason', () => {
    expect(judge({}).reasons).not.toHaveLength(0);
    expect(judge({ obstacles: ['Too few.'], target: null }).reasons).toEqual([
      'Too few.',
      'The program file names no target for this KPI.',
    ]);
  });
});

describe('directionStatus', () => {
  const change = (low: number | null, high: number | null, estimate: number) =>
    directionStatus({ change: interval(low, high), better: 'above', estimate, closed: true, obstacles: [] });

  it('reads the interval alone', () => {
    expect(change(0.1, 0.4, 0.2)).toMatchObject({
      status: 'improved',
      result: 'reached',
      confidence: 'high',
    });
    expect(change(-0.1, 0.4, 0.2)).toMatchObject({
      status: 'no-clear-change',
      result: 'reached',
      confidence: 'low',
    });
    expect(change(-0.4, -0.1, -0.2)).toMatchObject({
      status: 'worsened',
      result: 'not-reached',
      confidence: 'high',
    });
    expect(change(0, 0.4, 0.2).status).toBe('no-clear-change');
  });

  it('cannot say without an interval', () => {
    expect(
      directionStatus({ change: null, better: 'below', estimate: -1, closed: true, obstacles: [] }),
    ).toMatchObject({
      status: 'cannot-say',
      result: 'reached',
      confidence: 'none',
    });
  });

  it('takes what the rounding of sums makes of no change for none', () => {
    expect(change(-0.1, 0.1, 2.2e-16)).toMatchObject({ status: 'no-clear-change', result: 'not-reached' });
    expect(change(-0.1, 0.1, 1e-6)).toMatchObject({ result: 'reached' });
  });
});
