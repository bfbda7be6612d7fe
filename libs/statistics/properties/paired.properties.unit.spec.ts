import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given } from '#test/support/answers';
import {
  bootstrapPaired,
  davDistributionFree,
  fiellerRatio,
  gzDistributionFree,
  hakeGain,
  hakeGainOfMany,
  hedgesDav,
  hedgesGz,
  pairedMeanDifference,
  pairedRatioOfMeans,
  ratioOfMeans,
  reduction,
  relativeChange,
  resampledMeanDifference,
  wilcoxonSignedRank,
  type Answer,
  type Interval,
} from '../index.ts';
import type { PAIRED, TRANSFORMS } from './families.ts';
import { expectCannot, expectHolds, expectNear, expectNested, NOT_FINITE, shuffled } from './laws.ts';

interface Point {
  readonly estimate: number;
  readonly interval?: Interval;
}

interface Case {
  /** Scores, none above `maximum`, which only the gains look at. */
  readonly ask: (
    pre: readonly number[],
    post: readonly number[],
    maximum: number,
    level?: number,
  ) => Answer<Point>;
  /** The estimate with before and after exchanged; `rooms`: what was left to gain before, over what is left after. */
  readonly swap: (estimate: number, rooms: number) => number;
  readonly rescale: (estimate: number, scale: number) => number;
  /** Whether the estimate stays when all scores and the maximum move alike. */
  readonly originFree: boolean;
  readonly ofOne?: true;
  /** Pairs that it asks for; 10 are enough for the others. */
  readonly fewest?: number;
}

const same = (estimate: number): number => estimate;
const minus = (estimate: number): number => -estimate;
const inverse = (estimate: number): number => 1 / estimate;
const times = (estimate: number, scale: number): number => estimate * scale;
const options = (level = 0.95) => ({ seed: 'laws', resamples: 300, level });
const total = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0);

const CASES: Readonly<Record<(typeof PAIRED)[number], Case>> = {
  ratioOfMeans: {
    ask: ratioOfMeans,
    swap: inverse,
    rescale: same,
    originFree: false,
    ofOne: true,
  },
  pairedRatioOfMeans: {
    ask: (pre, post, _, level) => pairedRatioOfMeans(pre, post, options(level)),
    swap: inverse,
    rescale: same,
    originFree: false,
  },
  fiellerRatio: {
    ask: (pre, post, _, level) => fiellerRatio(pre, post, level),
    swap: inverse,
    rescale: same,
    originFree: false,
  },
  pairedMeanDifference: {
    ask: (pre, post, _, level) => pairedMeanDifference(pre, post, level),
    swap: minus,
    rescale: times,
    originFree: true,
  },
  hedgesGz: {
    ask: (pre, post, _, level) => hedgesGz(pre, post, level),
    swap: minus,
    rescale: same,
    originFree: true,
  },
  hedgesDav: {
    ask: (pre, post, _, level) => hedgesDav(pre, post, level),
    swap: minus,
    rescale: same,
    originFree: true,
  },
  resampledMeanDifference: {
    ask: (pre, post, _, level) => resampledMeanDifference(pre, post, options(level)),
    swap: minus,
    rescale: times,
    originFree: true,
  },
  gzDistributionFree: {
    ask: (pre, post, _, level) => gzDistributionFree(pre, post, level),
    swap: minus,
    rescale: same,
    originFree: true,
    fewest: 30,
  },
  davDistributionFree: {
    ask: (pre, post, _, level) => davDistributionFree(pre, post, level),
    swap: minus,
    rescale: same,
    originFree: true,
    fewest: 30,
  },
  hakeGain: {
    ask: (pre, post, maximum, level) => hakeGain(pre, post, maximum, options(level)),
    swap: (gain, rooms) => -gain * rooms,
    rescale: same,
    originFree: true,
  },
  hakeGainOfMany: {
    ask: (pre, post, maximum, level) => hakeGainOfMany(pre, post, maximum, level),
    swap: (gain, rooms) => -gain * rooms,
    rescale: same,
    originFree: true,
  },
  wilcoxonSignedRank: {
    ask: (pre, post, _, level) => wilcoxonSignedRank(post, pre, level),
    swap: minus,
    rescale: times,
    originFree: true,
  },
  bootstrapPaired: {
    ask: (pre, post, _, level) =>
      bootstrapPaired(
        pre,
        post,
        (first, second) => (total(second) - total(first)) / first.length,
        options(level),
      ),
    swap: minus,
    rescale: times,
    originFree: true,
  },
};

const MAXIMUM = 100;
/** Pairs whose differences, and whose scores, differ. */
const pairsOf = (fewest: number) =>
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 })), {
      minLength: fewest,
      maxLength: fewest + 6,
    })
    .filter((all) => [all.map(([pre]) => pre), all.map(([, post]) => post)].every(varied))
    .filter((all) => varied(all.map(([pre, post]) => post - pre)));
const varied = (values: readonly number[]): boolean => new Set(values).size > 2;
const first = (all: readonly (readonly [number, number])[]): number[] => all.map(([pre]) => pre);
const second = (all: readonly (readonly [number, number])[]): number[] => all.map(([, post]) => post);
const runs = { numRuns: 50 };

const SEEDED = new Set(['pairedRatioOfMeans', 'resampledMeanDifference', 'hakeGain', 'bootstrapPaired']);

describe.each(Object.entries(CASES))('%s', (name, own) => {
  const { ask, swap, rescale, originFree, ofOne, fewest = 10 } = own;
  const seeded = SEEDED.has(name);
  const pairs = () => pairsOf(fewest);

  it('does not care for the order of pairs', () => {
    const mixed = pairs().chain((all) => fc.tuple(fc.constant(all), shuffled(all)));
    fc.assert(
      fc.property(mixed, ([all, other]) => {
        const before = given(ask(first(all), second(all), MAXIMUM));
        const after = given(ask(first(other), second(other), MAXIMUM));
        expectNear(after.estimate, before.estimate);
        // The same seed meets other pairs in another order.
        if (seeded) return;
        expectNear(after.interval?.low, before.interval?.low);
        expectNear(after.interval?.high, before.interval?.high);
      }),
      runs,
    );
  });

  it('goes with the unit, and with the origin where it should', () => {
    fc.assert(
      fc.property(pairs(), fc.integer({ min: 2, max: 20 }), (all, scale) => {
        const before = given(ask(first(all), second(all), MAXIMUM));
        const scaled = (values: readonly number[]): number[] => values.map((value) => value * scale);
        const after = given(ask(scaled(first(all)), scaled(second(all)), MAXIMUM * scale));
        expectNear(after.estimate, rescale(before.estimate, scale));
        for (const end of ['low', 'high'] as const) {
          const value = before.interval?.[end];
          expectNear(after.interval?.[end], typeof value === 'number' ? rescale(value, scale) : value);
        }
        const moved = (values: readonly number[]): number[] => values.map((value) => value + scale);
        const elsewhere = given(ask(moved(first(all)), moved(second(all)), MAXIMUM + scale));
        if (originFree) expectNear(elsewhere.estimate, before.estimate);
      }),
      runs,
    );
  });

  it('turns around when before and after change places', () => {
    fc.assert(
      fc.property(pairs(), (all) => {
        const forth = given(ask(first(all), second(all), MAXIMUM)).estimate;
        const back = given(ask(second(all), first(all), MAXIMUM)).estimate;
        const left = (scores: readonly number[]): number => total(scores.map((score) => MAXIMUM - score));
        expectNear(back, swap(forth, left(first(all)) / left(second(all))));
      }),
      runs,
    );
  });

  it('rises when every score after does', () => {
    fc.assert(
      fc.property(pairs(), fc.integer({ min: 1, max: 30 }), (all, more) => {
        const low = given(ask(first(all), second(all), MAXIMUM)).estimate;
        const high = given(
          ask(
            first(all),
            second(all).map((value) => value + more),
            MAXIMUM,
          ),
        ).estimate;
        expect(high).toBeGreaterThan(low);
      }),
      runs,
    );
  });

  it('lies in its interval, and a higher level holds a lower one', () => {
    fc.assert(
      fc.property(pairs(), (all) => {
        const at = (level: number) => given(ask(first(all), second(all), MAXIMUM, level));
        const [narrow, usual, wide] = [at(0.8), at(0.95), at(0.99)];
        expect(Number.isFinite(usual.estimate)).toBe(true);
        if (!narrow.interval || !usual.interval || !wide.interval) return;
        expectHolds(usual.interval, usual.estimate);
        expectNested(narrow.interval, usual.interval);
        expectNested(usual.interval, wide.interval);
      }),
      runs,
    );
  });

  it('is cannot of nothing, of NaN and of infinities, of unequal lists and of too little to tell', () => {
    const times = Array.from({ length: fewest / 10 });
    const some = times.flatMap(() => [10, 20, 40, 45, 12, 33, 21, 18, 50, 42]);
    const other = times.flatMap(() => [30, 25, 60, 70, 19, 35, 30, 44, 49, 61]);
    expect(ask(some, other, MAXIMUM).ok).toBe(true);
    expectCannot(ask([], [], MAXIMUM));
    expectCannot(ask(some, other.slice(1), MAXIMUM));
    for (const wrong of NOT_FINITE) {
      expectCannot(ask([wrong, ...some.slice(1)], other, MAXIMUM));
      expectCannot(ask(some, [...other.slice(1), wrong], MAXIMUM));
    }
    expect(ask([5], [7], MAXIMUM).ok).toBe(ofOne ?? false);
    const flat = some.map(() => 5);
    expect(ask(flat, flat, MAXIMUM).ok).toBe(ofOne ?? false);
  });
});

const MOVES: Readonly<
  Record<(typeof TRANSFORMS)[number], { readonly of: typeof relativeChange; readonly sign: 1 | -1 }>
> = {
  relativeChange: { of: relativeChange, sign: 1 },
  reduction: { of: reduction, sign: -1 },
};

describe.each(Object.entries(MOVES))('%s', (_, { of, sign }) => {
  it('keeps the interval around the estimate, and passes a reason on', () => {
    fc.assert(
      fc.property(pairsOf(10), (all) => {
        const ratio = fiellerRatio(first(all), second(all));
        const moved = given(of(ratio));
        expectNear(moved.estimate, sign * (given(ratio).estimate - 1));
        expectHolds(moved.interval, moved.estimate);
        const missing = (interval: Interval): number =>
          Number(interval.low === null) + Number(interval.high === null);
        expect(missing(moved.interval)).toBe(missing(given(ratio).interval));
      }),
      runs,
    );
    expect(of(fiellerRatio([], []))).toEqual(fiellerRatio([], []));
  });
});
