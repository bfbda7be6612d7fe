import { describe, expect, it } from '@jest/globals';
import { origin } from '../../testing/history.ts';
import { runsOf, type Review, type Run } from '../../prompt-consistency/review.ts';
import { spreadPoints } from './spread-points.ts';

function run(at: string, item: string, number: number, score: number): Run {
  const review: Review = {
    ...origin(at),
    prompt: 'triage',
    version: '1',
    item,
    run: `${item}-${number}`,
    reviewer: 'ada',
    rubricVersion: '2',
    scores: { clarity: score, grounding: score, safety: score, completeness: score, formatCompliance: score },
    calibration: false,
    team: '',
  };
  const [only] = runsOf([review]).runs;
  if (only === undefined) throw new Error('No run.');
  return only;
}

describe('spreadPoints', () => {
  it('gives a week its within-item standard deviation, whatever the level of its items', () => {
    // S_w² = (0.5 + 0.5 + 2) / 3 over three items of two runs: differences 1, 1 and 2
    const points = spreadPoints(
      [
        run('2026-07-01', 'a', 1, 2),
        run('2026-07-02', 'a', 2, 3),
        run('2026-07-01', 'b', 1, 5),
        run('2026-07-05', 'b', 2, 4),
        run('2026-07-03', 'c', 1, 1),
        run('2026-07-03', 'c', 2, 3),
        run('2026-07-06', 'a', 1, 4),
        run('2026-07-06', 'a', 2, 4),
      ],
      'UTC',
      true,
    );
    expect(points).toEqual([
      { label: 'W27', spread: expect.closeTo(1, 12), runs: 6, baseline: true },
      { label: 'W28', spread: 0, runs: 2, baseline: true },
    ]);
  });

  it('takes months where a week has runs but no repeat', () => {
    const points = spreadPoints(
      [run('2026-07-01', 'a', 1, 2), run('2026-07-20', 'a', 2, 4), run('2026-08-03', 'a', 3, 4)],
      'UTC',
      false,
    );
    expect(points).toEqual([
      { label: '2026-07', spread: expect.closeTo(Math.SQRT2, 12), runs: 2, baseline: false },
    ]);
  });

  it('names weeks as ISO 8601 does around a new year, by the day of the zone', () => {
    // 1 January 2027 is a Friday of week 53 of 2026; Monday 4 January begins week 1
    const around = [
      run('2027-01-01', 'a', 1, 2),
      run('2027-01-03T22:00', 'a', 2, 2),
      run('2027-01-03T23:30', 'b', 1, 2),
      run('2027-01-04', 'b', 2, 2),
    ];
    expect(spreadPoints(around, 'Europe/Berlin', false).map(({ label }) => label)).toEqual(['W53', 'W01']);
  });
});
