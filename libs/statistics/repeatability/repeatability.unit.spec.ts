import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given, refused } from '#test/support/answers';
import { reduction } from '../comparison/relative-change.ts';
import { passHatK } from './pass-hat-k.ts';
import { withinSubjectRatio } from './within-subject-ratio.ts';
import { withinSubjectVariance } from './within-subject.ts';

describe('within-subject variance', () => {
  it('pools the squares of groups of unequal size over Σ (runs - 1)', () => {
    // 2 over 2 degrees of freedom, 0.5 over 1, and a single run that says nothing.
    const result = given(withinSubjectVariance([[1, 2, 3], [4, 5], [9]]));
    expect(result).toMatchObject({ sumOfSquares: 2.5, degreesOfFreedom: 3, groups: 2, singles: 1 });
    expect(result.variance).toBeCloseTo(2.5 / 3, 12);
  });

  it('does not see how far groups lie apart', () => {
    const runs = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(runs, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: -50, max: 50 }),
        (groups, by) => {
          const moved = groups.map((group, i) => group.map((score) => score + i * by));
          const before = given(withinSubjectVariance(groups)).variance;
          expect(given(withinSubjectVariance(moved)).variance).toBeCloseTo(before, 9);
          const doubled = groups.map((group) => group.map((score) => 2 * score));
          expect(given(withinSubjectVariance(doubled)).sd).toBeCloseTo(2 * Math.sqrt(before), 9);
        },
      ),
    );
  });

  it('says why it cannot', () => {
    expect(refused(withinSubjectVariance([]))).toBe('empty');
    expect(refused(withinSubjectVariance([[]]))).toBe('empty');
    expect(refused(withinSubjectVariance([[1], [2]]))).toBe('too-few');
    expect(refused(withinSubjectVariance([[1, Number.NaN]]))).toBe('not-a-number');
    expect(given(withinSubjectVariance([[2, 2]])).sd).toBe(0);
  });
});

describe('ratio of within-subject deviations', () => {
  const prompt = (level: number, spread: number): number[][] => [[level - spread, level, level + spread]];
  const clusters = Array.from({ length: 12 }, (_, i) => ({
    baseline: prompt(3, 1 + (i % 3)),
    now: prompt(4, (1 + ((i * 5) % 4)) / 4),
  }));

  it('is S_w now over S_w then, and its reduction turns the interval around', () => {
    const ratio = withinSubjectRatio(clusters, { seed: 1 });
    const now = given(withinSubjectVariance(clusters.flatMap((cluster) => cluster.now))).sd;
    const then = given(withinSubjectVariance(clusters.flatMap((cluster) => cluster.baseline))).sd;
    const { estimate, interval, n } = given(ratio);
    expect(estimate).toBeCloseTo(now / then, 12);
    expect(n).toBe(12);
    const reduced = given(reduction(ratio));
    expect(reduced.estimate).toBeCloseTo(1 - estimate, 12);
    expect(reduced.interval.low).toBeCloseTo(1 - Number(interval.high), 12);
    expect(reduced.interval.high).toBeCloseTo(1 - Number(interval.low), 12);
  });

  it('counts a prompt seen in one period only, and leaves out one without repeats', () => {
    const more = [...clusters, { baseline: [], now: [[1, 2]] }, { baseline: [[3]], now: [] }];
    expect(given(withinSubjectRatio(more, { seed: 1 })).n).toBe(13);
  });

  it('says why it cannot', () => {
    expect(refused(withinSubjectRatio([], { seed: 1 }))).toBe('empty');
    expect(refused(withinSubjectRatio([{ baseline: [[1, 2]], now: [[1]] }], { seed: 1 }))).toBe('too-few');
    expect(refused(withinSubjectRatio([{ baseline: [[2, 2]], now: [[1, 2]] }], { seed: 1 }))).toBe(
      'zero-denominator',
    );
    expect(refused(withinSubjectRatio([{ baseline: [[1, 2]], now: [[1, 2]] }], { seed: 1 }))).toBe(
      'one-value',
    );
    const oneVaries = clusters.map(({ now }, i) => ({ baseline: [i === 0 ? [1, 2] : [3, 3]], now }));
    expect(refused(withinSubjectRatio(oneVaries, { seed: 1 }))).toBe('unstable');
  });
});

describe('pass^k', () => {
  it('is the share of k-subsets of the runs that pass throughout', () => {
    const counts = fc.integer({ min: 1, max: 9 }).chain((runs) =>
      fc.record({
        runs: fc.constant(runs),
        passed: fc.integer({ min: 0, max: runs }),
        k: fc.integer({ min: 1, max: runs }),
      }),
    );
    const subsets = (from: number, size: number): number[][] =>
      size === 0
        ? [[]]
        : Array.from({ length: from }, (_, last) =>
            subsets(last, size - 1).map((rest) => rest.concat(last)),
          ).flat();
    fc.assert(
      fc.property(counts, ({ runs, passed, k }) => {
        const all = subsets(runs, k);
        const passing = all.filter((subset) => subset.every((run) => run < passed));
        expect(given(passHatK([{ passed, runs }], k)).estimate).toBeCloseTo(passing.length / all.length, 10);
      }),
    );
  });

  it('is the mean over prompts with enough runs, and never rises with k', () => {
    const prompts = [
      { passed: 3, runs: 3 },
      { passed: 2, runs: 4 },
      { passed: 1, runs: 2 },
    ];
    const result = given(passHatK(prompts, 3));
    expect(result).toEqual({ ok: true, estimate: 0.5, n: 2, tooFewRuns: 1 });
    expect(given(passHatK(prompts.slice(0, 2), 2)).estimate).toBeGreaterThan(result.estimate);
  });

  it('says why it cannot', () => {
    expect(refused(passHatK([], 3))).toBe('empty');
    expect(refused(passHatK([{ passed: 2, runs: 2 }], 3))).toBe('too-few');
    expect(refused(passHatK([{ passed: 2, runs: 2 }], 0))).toBe('out-of-range');
    expect(refused(passHatK([{ passed: 3, runs: 2 }], 1))).toBe('out-of-range');
    expect(refused(passHatK([{ passed: 1, runs: 0 }], 1))).toBe('out-of-range');
    expect(refused(passHatK([{ passed: 2, runs: 2 }], Number.NaN))).toBe('not-a-number');
  });
});
