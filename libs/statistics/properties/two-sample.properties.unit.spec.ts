import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given } from '#test/support/answers';
import {
  geometricMeanRatio,
  hedgesG,
  hodgesLehmannShift,
  mannWhitney,
  meanDifference,
  type Answer,
  type Interval,
} from '../index.ts';
import type { TWO_SAMPLE } from './families.ts';
import {
  expectCannot,
  expectHolds,
  expectNear,
  expectNested,
  expectSame,
  NOT_FINITE,
  sample,
  shuffled,
} from './laws.ts';

interface Numbers {
  readonly estimate: number;
  readonly interval?: Interval;
}

interface Case {
  readonly ask: (a: readonly number[], b: readonly number[], level?: number) => Answer<object>;
  readonly numbers: (a: readonly number[], b: readonly number[], level?: number) => Numbers;
  /** The estimate of the groups in the other order. */
  readonly swap: (estimate: number) => number;
  /** What a unit `scale` times smaller makes of the estimate. */
  readonly rescale: (estimate: number, scale: number) => number;
  /** What it becomes when `shift` is added to each value of both groups; left out where that says nothing. */
  readonly ofOrigin?: 'unmoved';
  /** One value in each group is enough. */
  readonly ofOne?: true;
}

const same = (estimate: number): number => estimate;
const minus = (estimate: number): number => -estimate;
const times = (estimate: number, scale: number): number => estimate * scale;

const CASES: Readonly<Record<(typeof TWO_SAMPLE)[number], Case>> = {
  meanDifference: {
    ask: meanDifference,
    numbers: (a, b, level) => given(meanDifference(a, b, level)),
    swap: minus,
    rescale: times,
    ofOrigin: 'unmoved',
  },
  geometricMeanRatio: {
    ask: geometricMeanRatio,
    numbers: (a, b, level) => given(geometricMeanRatio(a, b, level)),
    swap: (ratio) => 1 / ratio,
    rescale: same,
  },
  hedgesG: {
    ask: hedgesG,
    numbers: (a, b, level) => given(hedgesG(a, b, level)),
    swap: minus,
    rescale: same,
    ofOrigin: 'unmoved',
  },
  mannWhitney: {
    ask: mannWhitney,
    numbers: (a, b) => ({ estimate: given(mannWhitney(a, b)).probabilityOfSuperiority }),
    swap: (chance) => 1 - chance,
    rescale: same,
    ofOrigin: 'unmoved',
    ofOne: true,
  },
  hodgesLehmannShift: {
    ask: hodgesLehmannShift,
    numbers: (a, b, level) => given(hodgesLehmannShift(a, b, level)),
    swap: minus,
    rescale: times,
    ofOrigin: 'unmoved',
    ofOne: true,
  },
};

const runs = { numRuns: 60 };

describe.each(Object.entries(CASES))('%s', (_, { ask, numbers, swap, rescale, ofOrigin, ofOne }) => {
  it('does not care for the order within a group', () => {
    const mixed = fc
      .tuple(sample(), sample())
      .chain(([a, b]) => fc.tuple(fc.constant(a), fc.constant(b), shuffled(a), shuffled(b)));
    fc.assert(
      fc.property(mixed, ([a, b, otherA, otherB]) => expectSame(ask(otherA, otherB), ask(a, b))),
      runs,
    );
  });

  it('turns around when the groups change places, its interval with it', () => {
    fc.assert(
      fc.property(sample(), sample(), (a, b) => {
        const [first, second] = [numbers(a, b), numbers(b, a)];
        expectNear(second.estimate, swap(first.estimate));
        if (!first.interval || !second.interval) return;
        expectNear(second.interval.low, swap(first.interval.high ?? Number.NaN));
        expectNear(second.interval.high, swap(first.interval.low ?? Number.NaN));
      }),
      runs,
    );
  });

  it('goes with the unit, not with the origin', () => {
    fc.assert(
      fc.property(sample(), sample(), fc.integer({ min: 2, max: 20 }), (a, b, scale) => {
        const before = numbers(a, b);
        const after = numbers(
          a.map((value) => value * scale),
          b.map((value) => value * scale),
        );
        expectNear(after.estimate, rescale(before.estimate, scale));
        if (before.interval?.low != null)
          expectNear(after.interval?.low, rescale(before.interval.low, scale));
        if (before.interval?.high != null)
          expectNear(after.interval?.high, rescale(before.interval.high, scale));
        if (ofOrigin === undefined) return;
        const moved = (values: readonly number[]): number[] => values.map((value) => value + scale);
        expectNear(numbers(moved(a), moved(b)).estimate, before.estimate);
      }),
      runs,
    );
  });

  it('does not fall when a value of the first group rises in step with the rest', () => {
    fc.assert(
      fc.property(sample(), sample(), fc.integer({ min: 1, max: 30 }), (a, b, shift) => {
        // A shift for differences, a factor for ratios: neither touches the spread.
        const risen = a.map((value) => (ofOrigin ? value + shift : value * (1 + shift)));
        expect(numbers(risen, b).estimate).toBeGreaterThanOrEqual(numbers(a, b).estimate);
      }),
      runs,
    );
  });

  it('lies in its interval, and a higher level holds a lower one', () => {
    fc.assert(
      fc.property(sample(5), sample(5), (a, b) => {
        const [narrow, usual, wide] = [numbers(a, b, 0.8), numbers(a, b, 0.95), numbers(a, b, 0.99)];
        expect(Number.isFinite(usual.estimate)).toBe(true);
        if (!narrow.interval || !usual.interval || !wide.interval) return;
        expectHolds(usual.interval, usual.estimate);
        expectNested(narrow.interval, usual.interval);
        expectNested(usual.interval, wide.interval);
      }),
      runs,
    );
  });

  it('is cannot of nothing, of NaN and of infinities, and of too little to tell', () => {
    const some = [1, 2, 4];
    expectCannot(ask([], some));
    expectCannot(ask(some, []));
    expectCannot(ask([3, 3], [3, 3]));
    for (const wrong of NOT_FINITE) {
      expectCannot(ask([1, wrong, 2], some));
      expectCannot(ask(some, [1, wrong, 2]));
    }
    expect(ask([1], some).ok).toBe(ofOne ?? false);
    expect(ask(some, [1]).ok).toBe(ofOne ?? false);
  });
});

describe('mannWhitney', () => {
  it('has tails that are chances, and trades them when the groups change places', () => {
    fc.assert(
      fc.property(sample(1), sample(1), (a, b) => {
        const [first, second] = [given(mannWhitney(a, b)), given(mannWhitney(b, a))];
        for (const chance of [first.p, first.pGreater, first.pLess, first.probabilityOfSuperiority]) {
          expect(chance).toBeGreaterThanOrEqual(0);
          expect(chance).toBeLessThanOrEqual(1);
        }
        expectNear(second.pGreater, first.pLess);
        expectNear(second.p, first.p);
      }),
    );
  });
});
