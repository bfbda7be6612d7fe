import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as statistics from './index.ts';
import type { Answer, IccForm } from './index.ts';

const anyNumber = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 6 }) },
  { weight: 2, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 1e308, 5e-324, -0) },
);
const anyList = fc.oneof(
  fc.array(anyNumber, { maxLength: 8 }),
  fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 }),
  fc.tuple(anyNumber, fc.nat({ max: 6 })).map(([value, times]) => Array.from({ length: times }, () => value)),
);
const anyTable = fc.array(anyList, { maxLength: 5 });
const anyCases = fc.array(fc.record({ time: anyNumber, event: fc.boolean() }), { maxLength: 8 });
const options = { seed: 1, resamples: 120 };

const FORMS: readonly IccForm[] = ['ICC(1,1)', 'ICC(2,1)', 'ICC(3,1)', 'ICC(1,k)', 'ICC(2,k)', 'ICC(3,k)'];
const METRICS = ['nominal', 'ordinal', 'interval', 'ratio'] as const;
const METHODS = ['percentile', 'expanded percentile', 'BCa'] as const;
const RATIO_METHODS = [...METHODS, 'symmetric t'] as const;
const SCALES = ['log-log', 'log', 'plain'] as const;

interface Inputs {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly table: readonly (readonly number[])[];
  readonly cases: readonly { readonly time: number; readonly event: boolean }[];
  readonly others: readonly { readonly time: number; readonly event: boolean }[];
  readonly x: number;
  readonly y: number;
}

const often = (list: readonly number[]): number[] => Array.from({ length: 30 }, () => list).flat();

/** Every question of the library, asked of whatever comes. */
const QUESTIONS: Readonly<Record<string, (inputs: Inputs) => readonly Answer<object>[]>> = {
  description: ({ a, x }) => [
    statistics.mean(a),
    statistics.meanAndSd(a),
    statistics.meanInterval(a),
    statistics.quantile(a, x),
    statistics.xmrLimits(a),
    statistics.benjaminiHochberg(a),
    statistics.ceilingShare(a, x),
  ],
  proportions: ({ x, y, a }) => [
    statistics.wilson(x, y),
    statistics.wilson(x, 6, y),
    statistics.clopperPearson(x, y),
    statistics.newcombeDifference({ k: x, n: 6 }, { k: y, n: 5 }),
    statistics.poissonRate(x, y),
    statistics.pairedProportionDifference({
      both: x,
      onlyFirst: y,
      onlySecond: a[0] ?? 0,
      neither: a[1] ?? 0,
    }),
  ],
  paired: ({ a, b, x }) => [
    statistics.ratioOfMeans(a, b),
    statistics.fiellerRatio(a, b),
    statistics.pairedMeanDifference(a, b),
    statistics.wilcoxonSignedRank(a, b),
    statistics.hakeGain(a, b, x, options),
    statistics.relativeChange(statistics.fiellerRatio(a, b)),
    ...RATIO_METHODS.map((method) => statistics.pairedRatioOfMeans(a, b, { ...options, method })),
    statistics.hakeGain(a, b, x, { ...options, method: 'symmetric t' }),
    statistics.resampledMeanDifference(a, b, options),
  ],
  'standardised differences': ({ a, b }) => [
    statistics.hakeGainOfMany(a, b, 100),
    statistics.hedgesGz(a, b),
    statistics.hedgesDav(a, b),
    statistics.gzDistributionFree(a, b),
    statistics.davDistributionFree(a, b),
    // Thirty pairs at least, however few came.
    statistics.gzDistributionFree(often(a), often(b)),
    statistics.davDistributionFree(often(a), often(b)),
    statistics.hedgesG(a, b),
  ],
  'two samples': ({ a, b }) => [
    statistics.meanDifference(a, b),
    statistics.geometricMeanRatio(a, b),
    statistics.mannWhitney(a, b),
    statistics.hodgesLehmannShift(a, b),
  ],
  survival: ({ cases, others, x, y }) => [
    ...SCALES.map((scale) => statistics.survivalQuantile(cases, x, { scale })),
    ...SCALES.map((scale) => statistics.survivalMedian(cases, { scale })),
    ...SCALES.map((scale) => statistics.kaplanMeier(cases, { scale, level: 0.9 })),
    statistics.restrictedMean(cases, y),
    statistics.restrictedMeanDifference(cases, others),
    statistics.restrictedMeanDifference(cases, others, { horizon: y }),
    statistics.logRank(cases, others),
    statistics.stratifiedRestrictedMeanDifference([
      { a: cases, b: others },
      { a: others, b: [] },
    ]),
    statistics.commonHorizon([{ a: cases, b: others }]),
  ],
  repeatability: ({ table, a, x }) => [
    statistics.withinSubjectVariance(table),
    statistics.withinSubjectRatio(
      table.map((runs, i) => ({ baseline: [runs], now: [table[i - 1] ?? a] })),
      options,
    ),
    statistics.passHatK(
      table.map(([passed = 0, runs = 0]) => ({ passed, runs })),
      x,
    ),
  ],
  agreement: ({ table, a }) => [
    ...FORMS.map((form) => statistics.intraclassCorrelation(table, form)),
    ...METRICS.map((metric) => statistics.krippendorffAlpha([...table, a], metric)),
    ...METRICS.map((metric) => statistics.krippendorffAlphaInterval([...table, a], metric, options)),
    statistics.judgesAgreement(table),
    statistics.cohenKappa(table),
    statistics.fleissKappa(table),
  ],
};

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('whatever comes in', () => {
  it.each(Object.keys(QUESTIONS))('%s: only finite numbers, or a typed reason with a sentence', (name) => {
    const ask = QUESTIONS[name] ?? ((): never[] => []);
    const inputs = fc.record({
      a: anyList,
      b: anyList,
      table: anyTable,
      cases: anyCases,
      others: anyCases,
      x: anyNumber,
      y: anyNumber,
    });
    const sameLength = fc.array(fc.tuple(anyNumber, anyNumber), { maxLength: 8 }).chain((pairs) =>
      inputs.map((all) => ({
        ...all,
        a: pairs.map(([first]) => first),
        b: pairs.map(([, second]) => second),
      })),
    );
    fc.assert(
      fc.property(fc.oneof(inputs, sameLength), (all) => {
        for (const answer of ask(all)) {
          expect(numbersIn(answer).every(Number.isFinite)).toBe(true);
          expect(answer.ok || answer.reason.endsWith('.')).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('asks something of every function that answers', () => {
    const source = Object.values(QUESTIONS).map(String).join(' ');
    const asked = (name: string): boolean => source.includes(`.${name}(`);
    const elsewhere = new Set([
      'Generator',
      'bootstrap',
      'bootstrapClustered',
      'bootstrapPaired',
      'bootstrapValues',
      'quantileOfCurve',
      'reduction',
      'stratifiedLogRank',
      'survivalAt',
    ]);
    expect(Object.keys(statistics).filter((name) => !elsewhere.has(name) && !asked(name))).toEqual([]);
  });
});
