import { describe, expect, it } from '@jest/globals';
import type { ReviewFact } from '../../prompt-consistency/reviews.query.ts';
import { frameOf } from '../../testing/frame.ts';
import { origin } from '../../testing/history.ts';
import { incidentRows } from '../../testing/incidents.ts';
import { consistencyOnTestSetValue } from './consistency-on-test-set.ts';
import { detectDegradationValue } from './detect-degradation.ts';

describe('detectDegradationValue', () => {
  it('is the median of the known times to detect of real incidents, with drills beside it', () => {
    const detected = (incident: string, started: string | null, at: string, drill = false) =>
      incidentRows(incident, { opened: at, started, detected: at, drill });
    const value = detectDegradationValue(
      [
        ...detected('a', '2026-08-01T10:00', '2026-08-01T10:10'),
        ...detected('b', '2026-08-02T10:00', '2026-08-02T10:20'),
        ...detected('c', '2026-08-03T10:00', '2026-08-03T11:00'),
        ...detected('unknown', null, '2026-08-04T10:00'),
        ...detected('backwards', '2026-08-05T11:00', '2026-08-05T10:00'),
        ...detected('drill', '2026-08-06T10:00', '2026-08-06T10:05', true),
        ...detected('earlier', '2026-05-01T10:00', '2026-05-01T20:00'),
      ],
      frameOf([], '2026-09-01'),
    );
    expect(value).toMatchObject({
      value: 1200,
      n: 3,
      details: { unknownStart: 1, drills: { median: 300, n: 1 } },
    });
    expect(value.evidence.map(({ part, subject }) => [part, subject])).toEqual([
      ['numerator', 'a'],
      ['numerator', 'b'],
      ['quarantined', 'backwards'],
      ['numerator', 'c'],
      ['excluded', 'unknown'],
    ]);
  });
});

describe('consistencyOnTestSetValue', () => {
  const run = (prompt: string, item: string, number: number, lowest: number): ReviewFact => ({
    ...origin('2026-09-10'),
    program: 'ai-reskilling-2026',
    prompt,
    version: '1',
    item,
    run: `${number}`,
    reviewer: 'ada',
    rubricVersion: '2',
    scores: { clarity: 5, grounding: 5, safety: lowest, completeness: 5, formatCompliance: 5 },
    calibration: false,
    team: '',
  });
  const runs = (prompt: string, item: string, scores: readonly number[]) =>
    scores.map((score, number) => run(prompt, item, number, score));

  it('is the chance that three runs of an item all pass every criterion', () => {
    // C(3,3)/C(3,3) = 1; C(3,3)/C(4,3) = 1/4; C(2,3) = 0; two runs are too few
    const value = consistencyOnTestSetValue(
      [
        ...runs('p', 'one', [4, 4, 5]),
        ...runs('q', 'two', [4, 4, 4, 3]),
        ...runs('r', 'three', [4, 4, 3]),
        ...runs('s', 'four', [5, 5]),
      ],
      frameOf([], '2026-10-31T12:00'),
    );
    expect(value).toMatchObject({
      value: expect.closeTo(1.25 / 3, 12),
      n: 3,
      interval: { method: 'bootstrap expanded percentile' },
      details: { k: 3, passMark: 4, prompts: 3, tooFewRuns: 1 },
    });
    expect(value.evidence).toHaveLength(10);
  });

  it('says why it cannot be said', () => {
    expect(consistencyOnTestSetValue([], frameOf([], '2026-10-31T12:00'))).toMatchObject({
      value: null,
      reason: 'No test item was run 3 times on a prompt version in the period.',
    });
  });
});
