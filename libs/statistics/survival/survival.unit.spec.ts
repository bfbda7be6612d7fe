import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given, refused } from '#test/support/answers';
import { meanDifference } from '../two-sample/mean-difference.ts';
import { commonHorizon } from './common-horizon.ts';
import { kaplanMeier, survivalAt } from './kaplan-meier.ts';
import { logRank, stratifiedLogRank } from './log-rank.ts';
import type { Observation } from './observation.ts';
import {
  restrictedMeanDifference,
  stratifiedRestrictedMeanDifference,
  type StratumWeights,
} from './restricted-mean-difference.ts';
import { restrictedMean } from './restricted-mean.ts';
import { survivalMedian, survivalQuantile } from './survival-quantile.ts';

/** '9+' is censored at 9. */
const times = (text: string): Observation[] =>
  text.split(' ').map((word) => ({ time: Number.parseFloat(word), event: !word.endsWith('+') }));

const AML_MAINTAINED = times('9 13 13+ 18 23 28+ 31 34 45+ 48 161+');
const AML_NONMAINTAINED = times('5 5 8 8 12 16+ 23 27 30 33 43 45');
// Freireich et al. 1963, Blood 21:699, weeks in remission; in Cox 1972 and Klein & Moeschberger 2003, 1.2.
const MERCAPTOPURINE = times('6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+');
const PLACEBO = times('1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23');

const observation = fc.record({ time: fc.integer({ min: 1, max: 60 }), event: fc.boolean() });
const followed = fc
  .array(observation, { minLength: 1, maxLength: 40 })
  .filter((cases) => cases.some(({ event }) => event));
const events = fc
  .array(fc.integer({ min: 1, max: 60 }), { minLength: 3, maxLength: 30 })
  .filter((all) => new Set(all).size > 1);

describe('Kaplan-Meier', () => {
  it('is the curve of the 6-MP arm as Klein & Moeschberger print it', () => {
    const curve = given(kaplanMeier(MERCAPTOPURINE));
    const printed = { 6: 0.857, 7: 0.807, 10: 0.753, 13: 0.69, 16: 0.627, 22: 0.538, 23: 0.448 };
    for (const [time, share] of Object.entries(printed)) {
      expect(given(survivalAt(curve, Number(time))).estimate).toBeCloseTo(share, 3);
    }
    // Greenwood's standard errors there: 0.0764 at 6, 0.1346 at 23.
    const error = (time: number): number => {
      const step = curve.steps.find((candidate) => candidate.time === time);
      return step ? step.survival * Math.sqrt(step.greenwood) : Number.NaN;
    };
    expect(error(6)).toBeCloseTo(0.0764, 4);
    expect(error(23)).toBeCloseTo(0.1346, 4);
  });

  it('without censoring is the share still waiting, for any times', () => {
    fc.assert(
      fc.property(events, (all) => {
        const { steps } = given(kaplanMeier(all.map((time) => ({ time, event: true }))));
        for (const { time, survival } of steps) {
          expect(survival).toBeCloseTo(all.filter((one) => one > time).length / all.length, 12);
        }
      }),
    );
  });

  it('never rises, stays within 0 and 1, holds its estimate, and does not care for order or scale', () => {
    fc.assert(
      fc.property(followed, fc.constantFrom('log-log', 'log', 'plain'), (cases, scale) => {
        const curve = given(kaplanMeier(cases, { scale }));
        let before = 1;
        for (const { survival, low, high } of curve.steps) {
          expect(survival).toBeLessThanOrEqual(before);
          expect(survival).toBeGreaterThanOrEqual(0);
          expect(low ?? 0).toBeLessThanOrEqual(survival + 1e-12);
          expect(high ?? 1).toBeGreaterThanOrEqual(survival - 1e-12);
          expect(low ?? 0).toBeGreaterThanOrEqual(0);
          expect(high ?? 1).toBeLessThanOrEqual(1);
          before = survival;
        }
        expect(kaplanMeier(cases.toReversed(), { scale })).toEqual({ ok: true, ...curve });
        const minutes = cases.map(({ time, event }) => ({ time: time * 60, event }));
        expect(given(kaplanMeier(minutes, { scale })).steps.map(({ survival }) => survival)).toEqual(
          curve.steps.map(({ survival }) => survival),
        );
      }),
    );
  });

  it('says why it cannot', () => {
    expect(refused(kaplanMeier([]))).toBe('empty');
    expect(refused(kaplanMeier(times('3+ 4+')))).toBe('all-censored');
    expect(refused(kaplanMeier([{ time: Number.NaN, event: true }]))).toBe('not-a-number');
    expect(refused(kaplanMeier([{ time: -1, event: true }]))).toBe('out-of-range');
    expect(refused(survivalAt(given(kaplanMeier(AML_MAINTAINED)), 162))).toBe('beyond-follow-up');
    expect(given(survivalAt(given(kaplanMeier(AML_NONMAINTAINED)), 162)).estimate).toBe(0);
  });
});

describe('median and quantiles', () => {
  // Printed by R's survfit for these data.
  it.each([
    ['aml maintained, log', AML_MAINTAINED, 'log', 31, 18, null],
    ['aml maintained, log-log', AML_MAINTAINED, 'log-log', 31, 13, null],
    ['aml nonmaintained, log', AML_NONMAINTAINED, 'log', 23, 8, null],
    ['aml nonmaintained, log-log', AML_NONMAINTAINED, 'log-log', 23, 5, 33],
    ['6-MP, log', MERCAPTOPURINE, 'log', 23, 16, null],
    ['placebo, log', PLACEBO, 'log', 8, 4, 12],
  ] as const)('%s', (_, cases, scale, median, low, high) => {
    const { estimate, interval } = given(survivalMedian(cases, { scale }));
    expect([estimate, interval.low, interval.high]).toEqual([median, low, high]);
  });

  it('takes the middle of a flat piece at exactly one half', () => {
    expect(given(survivalMedian(times('1 2 4 9'))).estimate).toBe(3);
    expect(given(survivalMedian(times('1 2 4+ 9+'))).estimate).toBe(2);
  });

  it('is null where the curve does not come down so far', () => {
    expect(given(survivalQuantile(MERCAPTOPURINE, 0.9)).estimate).toBeNull();
    expect(given(survivalQuantile(PLACEBO, 0.9)).estimate).toBe(17);
    expect(refused(survivalQuantile(PLACEBO, 1))).toBe('out-of-range');
    expect(refused(survivalMedian(times('3+')))).toBe('all-censored');
  });

  it('grows with the share asked, and its interval holds it', () => {
    fc.assert(
      fc.property(followed, (cases) => {
        const [p25, p50, p75] = [0.25, 0.5, 0.75].map((p) => given(survivalQuantile(cases, p)));
        const heights = [p25, p50, p75].map((quantile) => quantile?.estimate ?? Number.MAX_VALUE);
        expect(heights).toEqual(heights.toSorted((a, b) => a - b));
        const median = p50?.estimate ?? Number.MAX_VALUE;
        expect(p50?.interval.low ?? 0).toBeLessThanOrEqual(median);
        expect(p50?.interval.high ?? Number.MAX_VALUE).toBeGreaterThanOrEqual(Math.min(median, 60));
      }),
    );
  });
});

describe('restricted mean', () => {
  it('is the area and the variance one can work out on paper', () => {
    // S is 1 to 1, then 2/3 to 3: 1 + 4/3; the event at 1 has (4/3)² / (3 × 2), that at 3 has nothing beyond it.
    const result = given(restrictedMean(times('1 2+ 3'), 3));
    expect(result.estimate).toBeCloseTo(7 / 3, 12);
    expect(result.variance).toBeCloseTo(16 / 54, 12);
    expect(result.events).toBe(2);
  });

  it('of everyone followed to the end is the mean with its t interval', () => {
    const result = given(restrictedMean(PLACEBO, 23));
    const plain = PLACEBO.map(({ time }) => time);
    const mean = plain.reduce((a, b) => a + b, 0) / 21;
    const variance = plain.reduce((total, time) => total + (time - mean) ** 2, 0) / 20 / 21;
    expect(result.estimate).toBeCloseTo(mean, 10);
    expect(result.correctedVariance).toBeCloseTo(variance, 10);
    // 97.5% point of t with 20 degrees of freedom.
    expect(Number(result.interval.high) - mean).toBeCloseTo(2.085963 * Math.sqrt(variance), 5);
  });

  it('grows with the horizon, never beyond it', () => {
    fc.assert(
      fc.property(followed, fc.integer({ min: 1, max: 60 }), (cases, horizon) => {
        const results = [restrictedMean(cases, horizon), restrictedMean(cases, horizon + 1)];
        const [first, second] = results.map((result) => (result.ok ? result.estimate : null));
        fc.pre(typeof first === 'number' && typeof second === 'number');
        expect(Number(second)).toBeGreaterThanOrEqual(Number(first));
        expect(Number(first)).toBeLessThanOrEqual(horizon);
      }),
    );
  });

  it('says why it cannot', () => {
    expect(refused(restrictedMean(AML_MAINTAINED, 200))).toBe('beyond-follow-up');
    expect(refused(restrictedMean(AML_MAINTAINED, 0))).toBe('out-of-range');
    expect(refused(restrictedMean(times('4 9+'), 8))).toBe('too-few');
    expect(refused(restrictedMean(times('4 4 4'), 4))).toBe('no-variation');
    expect(refused(restrictedMean(times('4+ 4+'), 4))).toBe('all-censored');
    expect(refused(restrictedMean([], 4))).toBe('empty');
  });
});

describe('difference in restricted means', () => {
  it('without censoring is the Welch difference', () => {
    fc.assert(
      fc.property(events, events, (a, b) => {
        const arms = [a, b].map((arm) => arm.map((time) => ({ time, event: true })));
        const result = given(restrictedMeanDifference(arms[0] ?? [], arms[1] ?? [], { horizon: 60 }));
        const welch = given(meanDifference(a, b));
        expect(result.estimate).toBeCloseTo(welch.estimate, 8);
        expect(result.interval.low).toBeCloseTo(Number(welch.interval.low), 8);
        expect(result.degreesOfFreedom).toBeCloseTo(welch.degreesOfFreedom, 6);
        expect(result.p).toBeCloseTo(welch.p, 8);
      }),
    );
  });

  it('looks as far as both arms were followed', () => {
    expect(given(commonHorizon([{ a: AML_MAINTAINED, b: AML_NONMAINTAINED }])).horizon).toBe(45);
    expect(given(restrictedMeanDifference(AML_MAINTAINED, AML_NONMAINTAINED)).horizon).toBe(45);
    const strata = [
      { a: times('1 2 9+'), b: times('3 7 8') },
      { a: times('1 4+'), b: times('5 30') },
    ];
    expect(given(commonHorizon(strata)).horizon).toBe(4);
    expect(refused(commonHorizon([{ a: times('3+'), b: times('4') }]))).toBe('all-censored');
    expect(refused(commonHorizon([]))).toBe('empty');
  });

  it('does not take a change in the mix of strata for a change in speed', () => {
    const slow = times('100 110 120 130');
    const quick = times('10 12 14 16');
    const strata = [
      { a: [...slow, ...slow, ...slow], b: slow },
      { a: quick, b: [...quick, ...quick, ...quick] },
    ];
    const [a, b] = [strata.flatMap((s) => s.a), strata.flatMap((s) => s.b)];
    expect(given(restrictedMeanDifference(a, b)).estimate).toBeGreaterThan(20);
    expect(given(stratifiedRestrictedMeanDifference(strata)).estimate).toBeCloseTo(0, 9);
  });

  it.each([
    ['mantel-haenszel', [12 / 5 / (12 / 5 + 2), 2 / (12 / 5 + 2)]],
    ['size', [10 / 18, 8 / 18]],
  ] as const)('weighs by %s, and leaves out what has no answer', (weights, expected) => {
    const strata = [
      { a: times('1 2 3 5'), b: times('2 3 4 5 6 8') },
      { a: times('4 7 8 8'), b: times('2 6 8 9') },
      { a: times('3'), b: times('4 5') },
    ];
    const result = given(stratifiedRestrictedMeanDifference(strata, { weights }));
    expect(result.weights[0]).toBeCloseTo(expected[0], 12);
    expect(result.weights[1]).toBeCloseTo(expected[1], 12);
    expect(result.weights[2]).toBe(0);
    expect(result.leftOut).toEqual([{ stratum: 2, cases: 3, cannot: 'too-few' }]);
    expect(result.n).toBe(18);
  });

  it('by inverse variance trusts the stratum that looks certain', () => {
    const strata = [
      { a: times('1 2 3 5'), b: times('2 3 4 5 6 8') },
      { a: times('4 70 80 8'), b: times('2 60 80 9') },
    ];
    const certain = (weights: StratumWeights): number =>
      given(stratifiedRestrictedMeanDifference(strata, { weights, horizon: 80 })).weights[0] ?? Number.NaN;
    expect(certain('inverse-variance')).toBeGreaterThan(0.98);
    expect(certain('mantel-haenszel')).toBeLessThan(0.6);
  });
});

describe('log-rank', () => {
  it('is that of the 6-MP trial', () => {
    // R's survdiff: chisq 16.8, expected 19.3 and 10.7; Klein & Moeschberger print 16.79.
    const { chiSquare, p, observed, expected } = given(logRank(MERCAPTOPURINE, PLACEBO));
    expect(chiSquare).toBeCloseTo(16.79, 2);
    expect(p).toBeLessThan(0.0001);
    expect(observed).toEqual({ a: 9, b: 21 });
    expect(expected.a).toBeCloseTo(19.25, 2);
    expect(expected.b).toBeCloseTo(10.75, 2);
  });

  it('is that of the aml data', () => {
    const { chiSquare, p, expected } = given(logRank(AML_MAINTAINED, AML_NONMAINTAINED));
    expect(chiSquare).toBeCloseTo(3.4, 1);
    expect(p).toBeCloseTo(0.0653, 4);
    expect(expected.a).toBeCloseTo(10.69, 2);
  });

  it('does not care which arm comes first, nor for order or unit', () => {
    fc.assert(
      fc.property(followed, followed, (a, b) => {
        const forward = logRank(a, b);
        fc.pre(forward.ok);
        const seconds = b.map(({ time, event }) => ({ time: time * 60, event }));
        const turned = logRank(
          seconds.toReversed(),
          a.map(({ time, event }) => ({ time: time * 60, event })),
        );
        expect(given(turned).chiSquare).toBeCloseTo(given(forward).chiSquare, 8);
      }),
    );
  });

  it('adds up over strata, and ignores a stratum with an empty arm', () => {
    const one = { a: AML_MAINTAINED, b: AML_NONMAINTAINED };
    const two = { a: MERCAPTOPURINE, b: PLACEBO };
    const both = given(stratifiedLogRank([one, two]));
    const [first, second] = [given(stratifiedLogRank([one])), given(stratifiedLogRank([two]))];
    expect(both.expected.a).toBeCloseTo(first.expected.a + second.expected.a, 10);
    const alone = given(stratifiedLogRank([one, { a: PLACEBO, b: [] }]));
    expect(alone.chiSquare).toBeCloseTo(first.chiSquare, 10);
  });

  it('says why it cannot', () => {
    expect(refused(logRank([], PLACEBO))).toBe('empty');
    expect(refused(logRank(times('3+'), times('4+')))).toBe('all-censored');
    expect(refused(logRank(times('1+'), times('4 5')))).toBe('no-variation');
  });
});
