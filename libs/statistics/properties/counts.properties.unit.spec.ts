import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given } from '#test/support/answers';
import {
  clopperPearson,
  newcombeDifference,
  pairedProportionDifference,
  poissonRate,
  wilson,
  type Answer,
  type Estimate,
} from '../index.ts';
import type { COUNTS } from './families.ts';
import { expectCannot, expectHolds, expectNear, expectNested, NOT_FINITE } from './laws.ts';

type Four = readonly [number, number, number, number];

/** Four counts and a level; each takes as many as it needs. */
interface Case {
  readonly ask: (counts: Four, level?: number) => Answer<Estimate>;
  readonly bounds: readonly [number, number];
  /** Which of the four may not be a negative or a fraction. */
  readonly counts: readonly number[];
  /** More of what is counted; of a share the whole stays. */
  readonly grow: (counts: Four, more: number) => Four;
  readonly limitsRise: boolean;
  /** The four that it takes for the same question the other way round, and what the estimate becomes. */
  readonly mirror?: { readonly counts: (counts: Four) => Four; readonly estimate: (value: number) => number };
}

const fromOthers = ([a, b, c, d]: Four, more: number): Four => [
  a + Math.min(b, more),
  b - Math.min(b, more),
  c,
  d,
];

// a of a + b, c of c + d.
const CASES: Readonly<Record<(typeof COUNTS)[number], Case>> = {
  wilson: {
    ask: ([a, b], level) => wilson(a, a + b, level),
    bounds: [0, 1],
    grow: fromOthers,
    limitsRise: true,
    counts: [0, 1],
    mirror: { counts: ([a, b, c, d]) => [b, a, c, d], estimate: (share) => 1 - share },
  },
  clopperPearson: {
    ask: ([a, b], level) => clopperPearson(a, a + b, level),
    bounds: [0, 1],
    grow: fromOthers,
    limitsRise: true,
    counts: [0, 1],
    mirror: { counts: ([a, b, c, d]) => [b, a, c, d], estimate: (share) => 1 - share },
  },
  poissonRate: {
    ask: ([a, b], level) => poissonRate(a, b, level),
    bounds: [0, Number.POSITIVE_INFINITY],
    grow: ([a, b, c, d], more) => [a + more, b, c, d],
    limitsRise: true,
    counts: [0],
  },
  newcombeDifference: {
    ask: ([a, b, c, d], level) => newcombeDifference({ k: a, n: a + b }, { k: c, n: c + d }, level),
    bounds: [-1, 1],
    grow: fromOthers,
    limitsRise: false,
    counts: [0, 1, 2, 3],
    mirror: { counts: ([a, b, c, d]) => [c, d, a, b], estimate: (difference) => -difference },
  },
  pairedProportionDifference: {
    ask: ([both, onlyFirst, onlySecond, neither], level) =>
      pairedProportionDifference({ both, onlyFirst, onlySecond, neither }, level),
    bounds: [-1, 1],
    grow: ([a, b, c, d], more) => [a, b + Math.min(c, more), c - Math.min(c, more), d],
    limitsRise: false,
    counts: [0, 1, 2, 3],
    mirror: { counts: ([a, b, c, d]) => [a, c, b, d], estimate: (difference) => -difference },
  },
};

const count = fc.oneof(fc.nat({ max: 12 }), fc.nat({ max: 2000 }));
const fourCounts: fc.Arbitrary<Four> = fc
  .tuple(count, count, count, count)
  .filter(([a, b, c, d]) => a + b > 0 && c + d > 0 && b > 0);

describe.each(Object.entries(CASES))('%s', (_, { ask, bounds, counts, grow, limitsRise }) => {
  it('holds its estimate, within its bounds, and a higher level holds a lower one', () => {
    fc.assert(
      fc.property(fourCounts, (four) => {
        const { estimate, interval } = given(ask(four, 0.95));
        expectHolds(interval, estimate);
        expect(interval.low).toBeGreaterThanOrEqual(bounds[0]);
        expect(interval.high).toBeLessThanOrEqual(bounds[1]);
        expectNested(given(ask(four, 0.8)).interval, interval);
        expectNested(interval, given(ask(four, 0.99)).interval);
      }),
    );
  });

  it('narrows as the same shares come from more', () => {
    fc.assert(
      fc.property(fourCounts, fc.integer({ min: 2, max: 5 }), (four, times) => {
        const [a, b, c, d] = four;
        const width = (counts: Four): number => {
          const { low, high } = given(ask(counts)).interval;
          return (high ?? Number.NaN) - (low ?? Number.NaN);
        };
        expect(width([a * times, b * times, c * times, d * times])).toBeLessThan(width(four));
      }),
    );
  });

  it('rises with the first count', () => {
    fc.assert(
      fc.property(fourCounts, fc.integer({ min: 1, max: 9 }), (four, more) => {
        const [less, grown] = [given(ask(four)), given(ask(grow(four, more)))];
        expect(grown.estimate).toBeGreaterThanOrEqual(less.estimate);
        if (!limitsRise) return;
        expect(grown.interval.low).toBeGreaterThanOrEqual(less.interval.low ?? Number.NaN);
        expect(grown.interval.high).toBeGreaterThanOrEqual(less.interval.high ?? Number.NaN);
      }),
    );
  });

  it('is cannot for NaN, an infinity, a negative, a fraction, nothing at all and a level that is none', () => {
    for (const i of counts) {
      for (const wrong of [...NOT_FINITE, -1, 1.5]) expectCannot(ask(replaced([3, 4, 5, 6], i, wrong)));
    }
    expectCannot(ask([0, 0, 0, 0]));
    for (const level of [Number.NaN, 0, 1, 2, -1]) expectCannot(ask([3, 4, 5, 6], level));
  });
});

const mirrored = Object.entries(CASES).flatMap(([name, { ask, mirror }]) =>
  mirror ? ([[name, ask, mirror]] as const) : [],
);

describe.each(mirrored)('%s', (_, ask, other) => {
  it('turns around when the question does', () => {
    fc.assert(
      fc.property(fourCounts, (four) => {
        const [asked, turned] = [given(ask(four)), given(ask(other.counts(four)))];
        expectNear(turned.estimate, other.estimate(asked.estimate));
        expectNear(turned.interval.low, other.estimate(asked.interval.high ?? Number.NaN));
        expectNear(turned.interval.high, other.estimate(asked.interval.low ?? Number.NaN));
      }),
    );
  });
});

describe('poissonRate', () => {
  it('is over the unit of the exposure', () => {
    fc.assert(
      fc.property(fc.nat({ max: 3000 }), fc.integer({ min: 1, max: 90 }), (events, exposure) => {
        const [once, each] = [given(poissonRate(events)), given(poissonRate(events, exposure))];
        expectNear(each.estimate * exposure, once.estimate);
        expectNear((each.interval.low ?? Number.NaN) * exposure, once.interval.low);
        expectNear((each.interval.high ?? Number.NaN) * exposure, once.interval.high);
      }),
    );
  });
});

function replaced([a, b, c, d]: Four, index: number, value: number): Four {
  const put = (i: number, old: number): number => (i === index ? value : old);
  return [put(0, a), put(1, b), put(2, c), put(3, d)];
}
