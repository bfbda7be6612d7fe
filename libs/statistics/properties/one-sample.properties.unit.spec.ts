import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given } from '#test/support/answers';
import {
  benjaminiHochberg,
  bootstrap,
  bootstrapClustered,
  bootstrapValues,
  ceilingShare,
  mean,
  meanAndSd,
  meanInterval,
  quantile,
  xmrLimits,
  type Answer,
  type BootstrapEstimate,
  type Interval,
} from '../index.ts';
import type { ONE_SAMPLE } from './families.ts';
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
  /** In the unit of the values, and moving with their origin. */
  readonly located: readonly number[];
  /** In the unit of the values, wherever their origin. */
  readonly spread: readonly number[];
  readonly held?: { readonly estimate: number; readonly interval: Interval };
}

interface Case {
  readonly ask: (values: readonly number[], level?: number) => Answer<object>;
  readonly numbers?: (values: readonly number[], level?: number) => Numbers;
  /** One value is enough; all values equal are enough. */
  readonly ofOne?: true;
  readonly ofEqual?: true;
  /** In any order, the very same; of time only the direction may turn; a seed meets other units in another order. */
  readonly order: 'any' | 'reversed' | 'seeded' | 'as given';
}

const average = (values: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i] ?? Number.NaN;
  return total / values.length;
};
const options = (level = 0.95) => ({ seed: 'laws', resamples: 400, level });

const estimated = (answer: Answer<BootstrapEstimate>): Numbers => {
  const { estimate, interval } = given(answer);
  const { low, high } = interval;
  return {
    located: [estimate, low ?? Number.NaN, high ?? Number.NaN],
    spread: [],
    held: { estimate, interval },
  };
};
const ofValues = (values: readonly number[], level?: number) =>
  bootstrapValues(values, average, options(level));
const ofClusters = (values: readonly number[], level?: number) =>
  bootstrapClustered(
    values.map((value) => ({ value })),
    (drawn) => average(drawn.map(({ value }) => value)),
    options(level),
  );
const ofIndices = (values: readonly number[], level?: number) =>
  bootstrap(
    values.length,
    (drawn) => average(Array.from(drawn, (i) => values[i] ?? Number.NaN)),
    options(level),
  );

const CASES: Readonly<Record<(typeof ONE_SAMPLE)[number], Case>> = {
  mean: {
    ask: mean,
    numbers: (values) => ({ located: [given(mean(values)).mean], spread: [] }),
    ofOne: true,
    ofEqual: true,
    order: 'any',
  },
  meanAndSd: {
    ask: meanAndSd,
    numbers: (values) => {
      const { mean: centre, sd, variance } = given(meanAndSd(values));
      return { located: [centre], spread: [sd, Math.sqrt(variance)] };
    },
    ofEqual: true,
    order: 'any',
  },
  meanInterval: {
    ask: meanInterval,
    numbers: (values, level) => {
      const { estimate, interval } = given(meanInterval(values, level));
      return {
        located: [estimate, interval.low ?? Number.NaN, interval.high ?? Number.NaN],
        spread: [],
        held: { estimate, interval },
      };
    },
    order: 'any',
  },
  quantile: {
    ask: (values) => quantile(values, 0.3, 8),
    numbers: (values) => ({
      located: ([6, 7, 8] as const).map((type) => given(quantile(values, 0.3, type)).estimate),
      spread: [],
    }),
    ofOne: true,
    ofEqual: true,
    order: 'any',
  },
  xmrLimits: {
    ask: xmrLimits,
    numbers: (values) => {
      const { mean: centre, low, high, meanMovingRange, highestMovingRange } = given(xmrLimits(values));
      return { located: [centre, low, high], spread: [meanMovingRange, highestMovingRange] };
    },
    ofEqual: true,
    order: 'reversed',
  },
  // p values have no unit; their own laws are below.
  benjaminiHochberg: {
    ask: (values) => benjaminiHochberg(values.map((value) => value / 100)),
    ofOne: true,
    ofEqual: true,
    order: 'as given',
  },
  ceilingShare: { ask: (values) => ceilingShare(values, 60), ofOne: true, ofEqual: true, order: 'any' },
  bootstrapValues: {
    ask: ofValues,
    numbers: (values, level) => estimated(ofValues(values, level)),
    order: 'seeded',
  },
  bootstrapClustered: {
    ask: ofClusters,
    numbers: (values, level) => estimated(ofClusters(values, level)),
    order: 'seeded',
  },
  bootstrap: {
    ask: ofIndices,
    numbers: (values, level) => estimated(ofIndices(values, level)),
    order: 'seeded',
  },
};

const entries = Object.entries(CASES);
const measured = entries.flatMap(([name, { numbers }]) => (numbers ? ([[name, numbers]] as const) : []));
const held = measured.filter(([, numbers]) => numbers([1, 2, 4, 9]).held !== undefined);

describe.each(entries)('%s', (_, { ask, order, ofOne, ofEqual, numbers }) => {
  it('does not care for the order of values where order says nothing', () => {
    fc.assert(
      fc.property(
        sample().chain((values) => fc.tuple(fc.constant(values), shuffled(values))),
        ([values, mixed]) => {
          if (order === 'any') expectSame(ask(mixed), ask(values));
          else if (order === 'reversed') expectSame(ask(values.toReversed()), ask(values));
          else if (order === 'as given') expectSame(ask([...values]), ask(values));
          else expectNear(numbers?.(mixed).located[0], numbers?.(values).located[0]);
        },
      ),
    );
  });

  it('is cannot of nothing, of NaN and of infinities, and of too little to tell', () => {
    expectCannot(ask([]));
    for (const wrong of NOT_FINITE) expectCannot(ask([1, wrong, 3]));
    expect(ask([5]).ok).toBe(ofOne ?? false);
    expect(ask([5, 5, 5]).ok).toBe(ofEqual ?? false);
  });
});

describe.each(measured)('%s', (_, numbers) => {
  it('moves and stretches with the values', () => {
    fc.assert(
      fc.property(
        sample(),
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 1, max: 20 }),
        (values, shift, scale) => {
          const before = numbers(values);
          const after = numbers(values.map((value) => value * scale + shift));
          for (const [i, value] of before.located.entries())
            expectNear(after.located[i], value * scale + shift);
          for (const [i, value] of before.spread.entries()) expectNear(after.spread[i], value * scale);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe.each(held)('%s', (_, numbers) => {
  it('lies in its interval, and a higher level holds a lower one', () => {
    fc.assert(
      fc.property(sample(6), (values) => {
        const at = (level: number) => numbers(values, level).held;
        const [narrow, usual, wide] = [at(0.8), at(0.95), at(0.99)];
        if (!narrow || !usual || !wide) throw new Error('An interval is missing.');
        expectHolds(usual.interval, usual.estimate);
        expectNested(narrow.interval, usual.interval);
        expectNested(usual.interval, wide.interval);
      }),
      { numRuns: 60 },
    );
  });
});

describe('benjaminiHochberg', () => {
  it('goes with its tests in any order, stays within 0 and 1, and rises when a p does', () => {
    const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(ps, fc.double({ min: 0, max: 1, noNaN: true }), (p, share) => {
        const { adjusted } = given(benjaminiHochberg(p));
        expect(given(benjaminiHochberg(p.toReversed())).adjusted.toReversed()).toEqual(adjusted);
        const raised = given(benjaminiHochberg(p.map((value) => value + (1 - value) * share)));
        for (const [i, value] of adjusted.entries()) {
          expect(value).toBeLessThanOrEqual(1);
          expect(value).toBeGreaterThanOrEqual(p[i] ?? Number.NaN);
          expect(raised.adjusted[i]).toBeGreaterThanOrEqual(value);
        }
      }),
    );
    expectCannot(benjaminiHochberg([0.1, 1.1]));
    expectCannot(benjaminiHochberg([-0.1]));
  });
});

describe('ceilingShare', () => {
  it('is the share of the maximum, whatever the unit', () => {
    fc.assert(
      fc.property(sample(), fc.integer({ min: 2, max: 9 }), (values, scale) => {
        const maximum = Math.max(...values);
        const scaled = ceilingShare(
          values.map((value) => value * scale),
          maximum * scale,
        );
        expectSame(scaled, ceilingShare(values, maximum));
        expect(given(scaled).estimate).toBeGreaterThan(0);
        expectHolds(given(scaled).interval, given(scaled).estimate);
        expectCannot(ceilingShare(values, maximum - 1));
      }),
    );
  });
});
