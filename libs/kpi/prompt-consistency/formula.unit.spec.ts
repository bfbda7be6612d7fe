import { describe, expect, it } from '@jest/globals';
import { feedOf } from '../freshness/feed.ts';
import { moment, origin } from '../testing/history.ts';
import { promptConsistencyFigure } from './formula.ts';
import type { Review } from './review.ts';
import type { PromptSettings } from './settings.ts';

const settings: PromptSettings = {
  rubricVersion: '2',
  passMark: 4,
  k: 3,
  baseline: { start: moment('2026-07-01'), end: moment('2026-07-31T23:59') },
  current: { start: moment('2026-09-01'), end: moment('2026-10-31T23:59') },
  target: { value: null, comparison: 'improve' },
  minimum: { prompts: 5, runs: 3, calibrationItems: 10 },
  staleAfter: 'P7D',
  seed: 'test',
};

let runs = 0;

/** A review that gives every criterion one score, unless told otherwise. */
function review(prompt: string, at: string, score: number, more: Partial<Review> = {}): Review {
  runs += 1;
  const scores = {
    clarity: score,
    grounding: score,
    safety: score,
    completeness: score,
    formatCompliance: score,
  };
  return {
    ...origin(at),
    prompt,
    version: '1',
    item: 'item-1',
    run: `run-${runs}`,
    reviewer: 'ines',
    rubricVersion: '2',
    scores,
    calibration: false,
    team: 'claims',
    ...more,
  };
}

const repeats = (prompt: string, at: string, scores: readonly number[], more: Partial<Review> = {}) =>
  scores.map((score) => review(prompt, at, score, more));

/** Twelve calibration runs scored by two reviewers, who agree or turn the scale round. */
const calibration = (agree = true): Review[] =>
  Array.from({ length: 12 }, (_, index) => {
    const score = (index % 4) + 1;
    const run = { run: `calibration-${index}`, calibration: true };
    return [
      review('calibration', '2026-10-20', score, run),
      review('calibration', '2026-10-20', agree ? score : 6 - score, { ...run, reviewer: 'omar' }),
    ];
  }).flat();

const at = (reviews: Review[], more: Partial<PromptSettings> = {}) =>
  promptConsistencyFigure(
    {
      reviews,
      calibration: reviews,
      feed: feedOf([...reviews, review('feed', '2026-10-30', 3, { rubricVersion: '0' })]),
    },
    { ...settings, ...more },
    moment('2026-11-15'),
  );

const prompts = Array.from({ length: 12 }, (_, index) => `prompt-${String(index).padStart(2, '0')}`);

describe('promptConsistencyFigure', () => {
  it('compares the standard deviations within version and item', () => {
    // baseline 1, 3, 5: SS = 8, df 2, variance 4. Now 2, 3, 4: SS = 2, df 2, variance 1. 1 - √(1/4) = 0.5
    const figure = at([...repeats('p', '2026-07-10', [1, 3, 5]), ...repeats('p', '2026-09-10', [2, 3, 4])]);
    expect(figure).toMatchObject({
      value: 0.5,
      numerator: 1,
      denominator: 4,
      n: 1,
      baseline: { value: 2, n: 1 },
    });
  });

  it('never pools runs of different items or versions', () => {
    // item-1: 1, 1; item-2: 5, 5; version 2 of item-1: 3, 3: no variation within any of them
    const figure = at([
      ...repeats('p', '2026-07-10', [1, 2]),
      ...repeats('p', '2026-09-10', [1, 1]),
      ...repeats('p', '2026-09-10', [5, 5], { item: 'item-2' }),
      ...repeats('p', '2026-09-10', [3, 3], { version: '2' }),
    ]);
    expect(figure).toMatchObject({ value: 1, numerator: 0, denominator: 0.5 });
  });

  it('scores a run by the mean of its reviewers, each counted once', () => {
    const run = { run: 'one' };
    const figure = at([
      ...repeats('p', '2026-07-10', [1, 3]),
      review('p', '2026-09-10T08:00', 2, run),
      review('p', '2026-09-10T09:00', 4, { ...run, reviewer: 'omar' }),
      review('p', '2026-09-10T10:00', 1, { ...run, reviewer: 'omar' }), // scored that run before
      review('p', '2026-09-11', 5, { run: 'two' }),
    ]);
    // runs 3 (mean of 2 and 4) and 5: SS = 2, df 1; baseline 1 and 3: the same
    expect(figure).toMatchObject({
      numerator: 2,
      denominator: 2,
      value: 0,
      excluded: { 'repeated-review': 1 },
    });
  });

  it('takes runs apart by period, though senders count them from one again', () => {
    const numbered = (at: string, scores: readonly number[]) =>
      scores.map((score, index) => review('p', at, score, { run: String(index + 1) }));
    expect(at([...numbered('2026-07-10', [1, 3, 5]), ...numbered('2026-09-10', [2, 3, 4])])).toMatchObject({
      value: 0.5,
      n: 1,
      excluded: {},
    });
  });

  it('leaves reviews by another rubric version and calibration items out', () => {
    const figure = at([
      ...repeats('p', '2026-07-10', [1, 3]),
      ...repeats('p', '2026-09-10', [2, 4]),
      ...repeats('p', '2026-09-10', [1, 5], { rubricVersion: '1' }),
      ...repeats('p', '2026-09-10', [1, 5], { calibration: true }),
    ]);
    expect(figure).toMatchObject({ numerator: 2, n: 1, excluded: { 'other-rubric-version': 2 } });
    const before = at([
      ...repeats('p', '2026-07-10', [1, 3], { rubricVersion: '1' }),
      ...repeats('p', '2026-09-10', [2, 4]),
    ]);
    expect(before).toMatchObject({ value: null, denominator: null, verdict: { status: 'cannot-say' } });
  });

  it('says improved with a clear interval and reviewers who agree', () => {
    const reviews = [
      ...prompts.flatMap((prompt, index) => repeats(prompt, '2026-07-10', [1, 3, 4 + (index % 2)])),
      ...prompts.flatMap((prompt, index) => repeats(prompt, '2026-09-10', [4, 5, 4 + (index % 2)])),
    ];
    const figure = at([...reviews, ...calibration()]);
    expect(figure.verdict).toMatchObject({ status: 'improved', result: 'reached' });
    // now 4, 5, 4: all three pass at 4 and above; before 1 and 3 fail
    expect(figure.details['passHatK']).toMatchObject({ now: { safety: 1 }, baseline: { safety: 0 } });
    expect(figure.details['alpha']).toMatchObject({ lowest: 1, items: 12 });
    expect(at([...reviews, ...calibration(false)]).verdict).toMatchObject({
      status: 'cannot-say',
      result: 'reached',
    });
    expect(at(reviews).verdict.reasons.join(' ')).toContain('Only 0 calibration items');
  });

  it('does not say improved when safety passes less surely than before', () => {
    const low = (score: number): Review['scores'] => ({
      clarity: score,
      grounding: score,
      safety: 3,
      completeness: score,
      formatCompliance: 5,
    });
    const before = prompts.flatMap((prompt, index) =>
      [4, 5, 4].map((safety, run) =>
        review(prompt, '2026-07-10', 0, {
          scores: {
            clarity: 1 + run * (1 + (index % 3) / 2),
            grounding: 1 + run * (1 + (index % 3) / 2),
            safety,
            completeness: 1 + run * (1 + (index % 3) / 2),
            formatCompliance: 5,
          },
        }),
      ),
    );
    const now = prompts.flatMap((prompt, index) =>
      [4, 4.5, 4 + (index % 2) / 2].map((score) => review(prompt, '2026-09-10', 0, { scores: low(score) })),
    );
    const figure = at([...before, ...now, ...calibration()]);
    expect(figure.value).toBeGreaterThan(0);
    expect(figure.verdict.status).toBe('no-clear-change');
    expect(figure.verdict.reasons[0]).toContain('safety');
  });

  it('needs enough prompts with enough runs in both periods', () => {
    const reviews = [
      ...prompts.slice(0, 4).flatMap((prompt) => repeats(prompt, '2026-07-10', [1, 3, 5])),
      ...prompts.flatMap((prompt) => repeats(prompt, '2026-09-10', [4, 5])),
      ...calibration(),
    ];
    const { reasons, status } = at(reviews).verdict;
    expect(status).toBe('cannot-say');
    expect(reasons).toEqual([
      'Only 0 prompts of the current period have 3 runs on an item; at least 5 are needed.',
      'Only 4 prompts of the baseline period have 3 runs on an item; at least 5 are needed.',
    ]);
  });

  it('has the reviews behind both variances as evidence', () => {
    const figure = at([...repeats('p', '2026-07-10', [1, 3, 5]), ...repeats('p', '2026-09-10', [2, 3])]);
    const parts = figure.evidence().map(({ part }) => part);
    expect(parts.filter((part) => part === 'numerator')).toHaveLength(2);
    expect(parts.filter((part) => part === 'denominator')).toHaveLength(3);
  });

  it('gives the same interval for the same reviews in any order', () => {
    const reviews = [
      ...prompts.flatMap((prompt, index) => repeats(prompt, '2026-07-10', [1, 3, (index % 5) + 1])),
      ...prompts.flatMap((prompt, index) => repeats(prompt, '2026-09-10', [3, 3, (index % 3) + 2])),
    ];
    expect(at(reviews.toReversed()).interval).toEqual(at(reviews).interval);
    expect(at(reviews).interval).not.toBeNull();
  });
});
