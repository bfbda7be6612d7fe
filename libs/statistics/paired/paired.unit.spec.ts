import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given, refused } from '#test/support/answers';
import { relativeChange } from '../comparison/relative-change.ts';
import { normalQuantile } from '../distribution/normal.ts';
import { noncentralTCdf } from '../distribution/noncentral-t.ts';
import { ceilingShare } from './ceiling-share.ts';
import { fiellerRatio } from './fieller-ratio.ts';
import { hakeGain, hakeGainOfMany } from './hake-gain.ts';
import { pairedMeanDifference, resampledMeanDifference } from './mean-difference.ts';
import { davDistributionFree, gzDistributionFree } from './distribution-free.ts';
import { pairedRatioOfMeans, ratioOfMeans } from './ratio-of-means.ts';
import { hedgesDav, hedgesGz } from './standardized-difference.ts';
import { wilcoxonSignedRank } from './wilcoxon-signed-rank.ts';

// Student 1908: hours of sleep gained by two drugs.
const FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
const PRE = [45, 50, 52, 55, 58, 60, 62, 65, 70, 72, 75, 80];
const POST = [62, 60, 70, 66, 75, 70, 78, 74, 85, 80, 88, 86];

const pairs = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 })), {
    minLength: 4,
    maxLength: 30,
  })
  .filter((all) => new Set(all.map(([pre, post]) => post - pre)).size > 1);
const columns = (all: readonly (readonly [number, number])[]): [number[], number[]] => [
  all.map(([pre]) => pre),
  all.map(([, post]) => post),
];

describe('paired mean difference', () => {
  it("is Student's own", () => {
    const result = given(pairedMeanDifference(FIRST, SECOND));
    expect(result.estimate).toBeCloseTo(1.58, 10);
    expect(result.t).toBeCloseTo(4.0621, 4);
    expect(result.p).toBeCloseTo(0.002833, 6);
    expect(result.interval.low).toBeCloseTo(0.7001142, 7);
    expect(result.interval.high).toBeCloseTo(2.4598858, 7);
  });

  it('says why it cannot', () => {
    expect(refused(pairedMeanDifference([], []))).toBe('empty');
    expect(refused(pairedMeanDifference([1], [2]))).toBe('one-value');
    expect(refused(pairedMeanDifference([1, 2], [2]))).toBe('unequal-lengths');
    expect(refused(pairedMeanDifference([1, 2], [2, 3]))).toBe('no-variation');
    expect(refused(pairedMeanDifference([1, 2], [2, Number.NaN]))).toBe('not-a-number');
    expect(refused(pairedMeanDifference([1, 2], [2, 4], 0))).toBe('out-of-range');
  });
});

describe('ratio of paired means', () => {
  it('is not the mean of the ratios', () => {
    const ratio = given(pairedRatioOfMeans([10, 90], [20, 90], { seed: 1 }));
    expect(ratio.estimate).toBeCloseTo(1.1, 12);
    expect(given(ratioOfMeans([10], [20])).estimate).toBe(2);
  });

  it('lies inside both of its intervals, which agree about how wide they are', () => {
    const bootstrapped = given(pairedRatioOfMeans(PRE, POST, { seed: 1 }));
    const fieller = given(fiellerRatio(PRE, POST));
    const width = ({ low, high }: { low: number | null; high: number | null }): number =>
      Number(high) - Number(low);
    expect(bootstrapped.estimate).toBeCloseTo(fieller.estimate, 12);
    // For 12 pairs the t quantile behind Fieller's is wider than the bootstrap's, by 2.2/1.96 and √(12/11).
    expect(width(fieller.interval) / width(bootstrapped.interval)).toBeGreaterThan(1);
    expect(width(fieller.interval) / width(bootstrapped.interval)).toBeLessThan(1.4);
  });

  it('does not care for the order of pairs or the scale; relativeChange takes one away', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 2, max: 9 }), (all, by) => {
        const [pre, post] = columns(all);
        const plain = given(fiellerRatio(pre, post));
        const other = given(
          fiellerRatio(
            pre.toReversed().map((x) => x * by),
            post.toReversed().map((x) => x * by),
          ),
        );
        expect(other.estimate).toBeCloseTo(plain.estimate, 10);
        expect(Number(other.interval.low)).toBeCloseTo(Number(plain.interval.low), 6);
        expect(given(relativeChange(fiellerRatio(pre, post))).estimate).toBeCloseTo(plain.estimate - 1, 12);
        expect(plain.interval.low ?? plain.estimate).toBeLessThanOrEqual(plain.estimate);
        expect(plain.interval.high ?? plain.estimate).toBeGreaterThanOrEqual(plain.estimate);
      }),
    );
  });

  it('Fieller is unbounded where the mean before may be zero', () => {
    const { estimate, interval } = given(fiellerRatio([-5, 6, -4, 5], [1, 2, 3, 4]));
    expect(estimate).toBeCloseTo(5, 12);
    expect([interval.low, interval.high]).toEqual([null, null]);
  });

  it('says why it cannot', () => {
    const seed = { seed: 1 };
    expect(refused(pairedRatioOfMeans([], [], seed))).toBe('empty');
    expect(refused(pairedRatioOfMeans([1], [2], seed))).toBe('one-value');
    expect(refused(pairedRatioOfMeans([0, 0], [1, 2], seed))).toBe('zero-denominator');
    expect(refused(pairedRatioOfMeans([-1, -2], [1, 2], seed))).toBe('out-of-range');
    expect(refused(pairedRatioOfMeans([1, 1], [2, 2], seed))).toBe('no-variation');
    expect(refused(pairedRatioOfMeans([0, 0, 4], [1, 2, 3], seed))).toBe('unstable');
    expect(refused(fiellerRatio([1, 1], [2, 2]))).toBe('no-variation');
    expect(refused(fiellerRatio([1, -1], [2, 3]))).toBe('zero-denominator');
    expect(refused(ratioOfMeans([], []))).toBe('empty');
  });
});

describe('symmetric bootstrap-t', () => {
  const options = { seed: 1, method: 'symmetric t' } as const;
  const many = Array.from({ length: 400 }, (_, i) => i + 1);

  it("is near Student's and Fieller's for many regular pairs, and wider than percentiles for few", () => {
    const [pre, post] = [many.map((i) => 50 + ((i * 37) % 41)), many.map((i) => 60 + ((i * 53) % 43))];
    const width = ({ low, high }: { low: number | null; high: number | null }): number =>
      Number(high) - Number(low);
    const t = width(given(pairedMeanDifference(pre, post)).interval);
    expect(width(given(resampledMeanDifference(pre, post, { seed: 1 })).interval) / t).toBeCloseTo(1, 1);
    const fieller = width(given(fiellerRatio(pre, post)).interval);
    expect(width(given(pairedRatioOfMeans(pre, post, options)).interval) / fieller).toBeCloseTo(1, 1);
    const few = [PRE.slice(0, 6), POST.slice(0, 6)] as const;
    expect(width(given(pairedRatioOfMeans(...few, options)).interval)).toBeGreaterThan(
      width(given(pairedRatioOfMeans(...few, { seed: 1, method: 'expanded percentile' })).interval),
    );
  });

  it('of a mean lies evenly about it; that of a ratio scales and is the same for the same seed', () => {
    const mean = given(resampledMeanDifference(PRE, POST, { seed: 1 }));
    expect(Number(mean.interval.high) - 12.5).toBeCloseTo(12.5 - Number(mean.interval.low), 10);
    const ratio = given(pairedRatioOfMeans(PRE, POST, options));
    const scaled = given(
      pairedRatioOfMeans(
        PRE.map((x) => x * 7),
        POST.map((x) => x * 14),
        options,
      ),
    );
    expect(Number(scaled.interval.low)).toBeCloseTo(2 * Number(ratio.interval.low), 10);
    expect(given(pairedRatioOfMeans(PRE, POST, options))).toEqual(ratio);
    const hake = given(hakeGain(PRE, POST, 100, options));
    expect(hake.interval.method).toBe('bootstrap-t, symmetric');
    expect(hake.estimate).toBeCloseTo(12.5 / 38, 12);
  });

  it('says why it cannot', () => {
    expect(refused(pairedRatioOfMeans([1, 2, 3, 5], [2, 3, 3, 4], options))).toBe('too-few');
    expect(refused(pairedRatioOfMeans([0.1, 0.2, 0.3], [0.3, 0.6, 0.9], options))).toBe('no-variation');
    expect(refused(resampledMeanDifference([1, 2, 3], [2, 3, 4], { seed: 1 }))).toBe('no-variation');
    // before: a mean of 1 that may well be zero
    expect(refused(pairedRatioOfMeans([-6, 8, -5, 7, -9, 11], [1, 2, 4, 3, 2, 1], options))).toBe('unstable');
    expect(refused(resampledMeanDifference([], [], { seed: 1 }))).toBe('empty');
    expect(refused(pairedRatioOfMeans(PRE, POST, { ...options, level: 0.5 }))).toBe('out-of-range');
  });
});

describe('standardised differences', () => {
  it('noncentral t has the central values, Φ(-ncp) at 0, and mirrors', () => {
    expect(noncentralTCdf(2.262157162740992, 9, 0)).toBeCloseTo(0.975, 10);
    expect(noncentralTCdf(0, 7, 1)).toBeCloseTo(0.15865525393, 10);
    expect(noncentralTCdf(-1.5, 6, 0.7)).toBeCloseTo(1 - noncentralTCdf(1.5, 6, -0.7), 12);
  });

  it('noncentral t is what averaging over the spread gives', () => {
    // P(T ≤ t) = E Φ(t √(W/df) - ncp), W with a χ² distribution: by midpoints.
    const [t, df, ncp] = [2.5, 8, 1.8];
    const normal = (z: number): number => noncentralTCdf(0, 5, -z);
    let [total, mass] = [0, 0];
    for (let w = 0.005; w < 80; w += 0.01) {
      const density = w ** (df / 2 - 1) * Math.exp(-w / 2);
      total += density * normal(t * Math.sqrt(w / df) - ncp);
      mass += density;
    }
    expect(noncentralTCdf(t, df, ncp)).toBeCloseTo(total / mass, 6);
  });

  it('have intervals whose ends put the observed t at the tails', () => {
    const gz = given(hedgesGz(FIRST, SECOND));
    const t = gz.uncorrected * Math.sqrt(10);
    const noncentrality = (end: number | null): number => Number(end) * Math.sqrt(10);
    expect(noncentralTCdf(t, 9, noncentrality(gz.interval.low))).toBeCloseTo(0.975, 8);
    expect(noncentralTCdf(t, 9, noncentrality(gz.interval.high))).toBeCloseTo(0.025, 8);
  });

  it('scale the noncentral t of the paired difference for d_av', () => {
    const [gz, dav] = [given(hedgesGz(FIRST, SECOND)), given(hedgesDav(FIRST, SECOND))];
    const by = dav.uncorrected / gz.uncorrected;
    expect(Number(dav.interval.low)).toBeCloseTo(by * Number(gz.interval.low), 10);
    expect(Number(dav.interval.high)).toBeCloseTo(by * Number(gz.interval.high), 10);
  });

  it('have intervals free of a distribution that agree with the usual where scores are normal', () => {
    // normal quantiles as scores, so that skewness is 0 and kurtosis near 3
    const quantiles = Array.from({ length: 300 }, (_, i) => normalQuantile((i + 0.5) / 300));
    const shuffled = quantiles.map((_, i) => Number(quantiles[(i * 131) % 300]));
    const [pre, post] = [quantiles, quantiles.map((x, i) => 0.4 + 0.5 * x + 0.8 * Number(shuffled[i]))];
    const width = ({ low, high }: { low: number | null; high: number | null }): number =>
      Number(high) - Number(low);
    const [gz, free] = [given(hedgesGz(pre, post)), given(gzDistributionFree(pre, post))];
    expect(free.estimate).toBeCloseTo(gz.estimate, 12);
    expect(width(free.interval) / width(gz.interval)).toBeCloseTo(1, 1);
    const [dav, freeDav] = [given(hedgesDav(pre, post)), given(davDistributionFree(pre, post))];
    expect(freeDav.estimate).toBeCloseTo(dav.estimate, 12);
    expect(width(freeDav.interval) / width(dav.interval)).toBeCloseTo(1, 1);
    expect(refused(gzDistributionFree(PRE, POST))).toBe('too-few');
    expect(refused(davDistributionFree(PRE, POST))).toBe('too-few');
  });

  it('correct by the exact gamma ratio', () => {
    expect(given(hedgesGz(PRE, POST)).correction).toBeCloseTo(0.92995981, 8);
    expect(given(hedgesDav(PRE, POST)).uncorrected).toBeCloseTo(1.2490611788, 10);
  });

  it('do not care for order or unit, and turn with the sign', () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const [pre, post] = columns(all);
        for (const measure of [hedgesGz, hedgesDav]) {
          const plain = given(measure(pre, post));
          const scaled = given(
            measure(
              pre.toReversed().map((x) => 3 * x + 5),
              post.toReversed().map((x) => 3 * x + 5),
            ),
          );
          const turned = given(measure(post, pre));
          expect(scaled.estimate).toBeCloseTo(plain.estimate, 8);
          expect(turned.estimate).toBeCloseTo(-plain.estimate, 8);
          expect(Number(turned.interval.low)).toBeCloseTo(-Number(plain.interval.high), 5);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('say why they cannot', () => {
    for (const measure of [hedgesGz, hedgesDav]) {
      expect(refused(measure([], []))).toBe('empty');
      expect(refused(measure([1], [2]))).toBe('one-value');
      expect(refused(measure([1, 2], [2, 4]))).toBe('too-few');
      expect(refused(measure([1, 1, 1], [2, 2, 2]))).toBe('no-variation');
      expect(refused(measure([1, 1, Number.NaN], [2, 2, 3]))).toBe('not-a-number');
    }
  });
});

describe('Hake gain and ceiling', () => {
  it('is the share of what could be gained', () => {
    expect(given(hakeGain(PRE, POST, 100, { seed: 1 })).estimate).toBeCloseTo(12.5 / 38, 12);
    // Fieller's limits of mean gain to mean room are near those of the bootstrap
    const [many, few] = [given(hakeGainOfMany(PRE, POST, 100)), given(hakeGain(PRE, POST, 100, { seed: 1 }))];
    expect(many.estimate).toBe(few.estimate);
    expect(Math.abs((many.interval.low ?? NaN) - (few.interval.low ?? NaN))).toBeLessThan(0.1);
    expect(refused(hakeGain([100, 100], [100, 90], 100, { seed: 1 }))).toBe('zero-denominator');
    expect(refused(hakeGainOfMany([100, 100], [100, 90], 100))).toBe('zero-denominator');
    expect(refused(hakeGain([50, 101], [60, 90], 100, { seed: 1 }))).toBe('out-of-range');
    expect(refused(hakeGain([50], [60], 100, { seed: 1 }))).toBe('one-value');
    expect(refused(hakeGain([], [], 100, { seed: 1 }))).toBe('empty');
  });

  it('counts those at the top', () => {
    expect(given(ceilingShare([100, 99, 100, 20], 100)).estimate).toBe(0.5);
    expect(refused(ceilingShare([], 100))).toBe('empty');
    expect(refused(ceilingShare([120], 100))).toBe('out-of-range');
    expect(refused(ceilingShare([Number.NaN], 100))).toBe('not-a-number');
  });
});

describe('Wilcoxon signed rank', () => {
  it('is that of Hollander & Wolfe', () => {
    const x = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const y = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    const result = given(wilcoxonSignedRank(x, y));
    expect(result.v).toBe(40);
    expect(result.pGreater).toBeCloseTo(0.01953, 5);
    expect(result.estimate).toBeCloseTo(0.46, 10);
  });

  it('leaves zeros out of the test alone, allows for ties, and mirrors', () => {
    const [x, y] = [
      [5, 3, 8, 4, 9, 4],
      [3, 3, 6, 5, 2, 6],
    ];
    const result = given(wilcoxonSignedRank(x, y));
    expect(result).toMatchObject({ zeros: 1, n: 6, exact: false });
    expect(given(wilcoxonSignedRank(y, x)).pLess).toBeCloseTo(result.pGreater, 12);
    expect(refused(wilcoxonSignedRank([1, 2], [1, 2]))).toBe('no-variation');
    expect(refused(wilcoxonSignedRank([], []))).toBe('empty');
  });

  it('keeps pairs that do not differ in the pseudomedian', () => {
    const before = [1, 1, 1, 1, 1, 1, 1, 1, 2, 3];
    const after = [1, 1, 1, 1, 1, 8, 26, 1, 1, 1];
    const low = given(wilcoxonSignedRank(after, before)).estimate;
    const more = after.map((value) => value + 1);
    expect(low).toBe(0);
    expect(given(wilcoxonSignedRank(more, before)).estimate).toBe(1);
  });

  it('admits the level that so few pairs can reach', () => {
    expect(given(wilcoxonSignedRank([2, 4, 7], [1, 2, 3])).interval.level).toBe(0.75);
    // The same when equal differences call for the approximation.
    expect(given(wilcoxonSignedRank([2, 3, 7], [1, 2, 3])).interval.level).toBe(0.75);
  });
});
