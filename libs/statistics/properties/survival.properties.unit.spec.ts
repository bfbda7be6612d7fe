import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given } from '#test/support/answers';
import {
  commonHorizon,
  kaplanMeier,
  logRank,
  quantileOfCurve,
  restrictedMean,
  restrictedMeanDifference,
  stratifiedLogRank,
  stratifiedRestrictedMeanDifference,
  survivalAt,
  survivalMedian,
  survivalQuantile,
  type Answer,
  type Interval,
  type Observation,
} from '../index.ts';
import type { SURVIVAL_OF_ONE, SURVIVAL_OF_TWO } from './families.ts';
import {
  expectCannot,
  expectHolds,
  expectNear,
  expectNested,
  expectSame,
  NOT_FINITE,
  numbersIn,
  shuffled,
} from './laws.ts';

type Cases = readonly Observation[];

/** What an answer says that has the unit of time, and what has none. */
interface Numbers {
  readonly inTime: readonly (number | null)[];
  readonly plain: readonly (number | null)[];
  readonly held?: { readonly estimate: number | null; readonly interval: Interval };
}

interface One {
  readonly ask: (cases: Cases, unit?: number, level?: number) => Answer<object>;
  readonly numbers: (cases: Cases, unit?: number, level?: number) => Numbers;
}

const ends = ({ low, high }: Interval): (number | null)[] => [low, high];
const ofQuantile = (answer: ReturnType<typeof survivalQuantile>): Numbers => {
  const { estimate, interval } = given(answer);
  // What is not reached, an end too, is later than any time.
  const [low, high] = ends(interval).map((end) => end ?? Number.POSITIVE_INFINITY);
  return {
    inTime: [estimate, ...ends(interval)],
    plain: [],
    held: { estimate, interval: { ...interval, low: low ?? null, high: high ?? null } },
  };
};
const curveOf = (cases: Cases, level = 0.95): ReturnType<typeof kaplanMeier> => kaplanMeier(cases, { level });
/** A time that every sample below is followed to. */
const EARLY = 4;
const at = (cases: Cases, unit = 1, level = 0.95) => {
  const curve = curveOf(cases, level);
  return curve.ok ? survivalAt(curve, EARLY * unit) : curve;
};
const p30 = (cases: Cases, _unit = 1, level = 0.95) => {
  const curve = curveOf(cases, level);
  return curve.ok ? quantileOfCurve(curve, 0.3) : curve;
};

const OF_ONE: Readonly<Record<(typeof SURVIVAL_OF_ONE)[number], One>> = {
  kaplanMeier: {
    ask: (cases, _, level) => curveOf(cases, level),
    numbers: (cases, _, level) => {
      const { steps } = given(curveOf(cases, level));
      return {
        inTime: steps.map(({ time }) => time),
        plain: steps.flatMap(({ survival, low, high }) => [survival, low, high]),
      };
    },
  },
  survivalAt: {
    ask: at,
    numbers: (cases, unit, level) => {
      const { estimate, interval } = given(at(cases, unit, level));
      return { inTime: [], plain: [estimate, ...ends(interval)], held: { estimate, interval } };
    },
  },
  survivalQuantile: {
    ask: (cases, _, level = 0.95) => survivalQuantile(cases, 0.8, { level }),
    numbers: (cases, _, level = 0.95) => ofQuantile(survivalQuantile(cases, 0.8, { level })),
  },
  survivalMedian: {
    ask: (cases, _, level = 0.95) => survivalMedian(cases, { level }),
    numbers: (cases, _, level = 0.95) => ofQuantile(survivalMedian(cases, { level })),
  },
  quantileOfCurve: { ask: p30, numbers: (cases, unit, level) => ofQuantile(p30(cases, unit, level)) },
  restrictedMean: {
    ask: (cases, unit = 1, level) => restrictedMean(cases, EARLY * unit, level),
    numbers: (cases, unit = 1, level) => {
      const { estimate, interval } = given(restrictedMean(cases, EARLY * unit, level));
      return { inTime: [estimate, ...ends(interval)], plain: [], held: { estimate, interval } };
    },
  },
};

const observation = fc.record({ time: fc.integer({ min: 1, max: 30 }), event: fc.boolean() });
/** Two early events at different times, and one who is still there late: every question has an answer. */
const followed: fc.Arbitrary<Observation[]> = fc
  .array(observation, { maxLength: 25 })
  .map((cases) => [...cases, { time: 2, event: true }, { time: 3, event: true }, { time: 40, event: false }]);
const reordered = followed.chain((cases) => fc.tuple(fc.constant(cases), shuffled(cases)));
const inUnit = (cases: Cases, unit: number): Observation[] =>
  cases.map(({ time, event }) => ({ time: time * unit, event }));
const runs = { numRuns: 60 };
const censored = [3, 4, 5].map((time) => ({ time, event: false }));

describe.each(Object.entries(OF_ONE))('%s', (_, { ask, numbers }) => {
  it('does not care for the order of cases; times go with their unit, shares do not', () => {
    fc.assert(
      fc.property(reordered, fc.integer({ min: 2, max: 50 }), ([cases, mixed], unit) => {
        expectSame(ask(mixed), ask(cases));
        const [before, after] = [numbers(cases), numbers(inUnit(cases, unit), unit)];
        expect(after.plain).toHaveLength(before.plain.length);
        for (const [i, value] of before.plain.entries()) expectNear(after.plain[i], value);
        for (const [i, value] of before.inTime.entries()) {
          expectNear(after.inTime[i], value === null ? null : value * unit);
        }
      }),
      runs,
    );
  });

  it('lies in its interval, and a higher level holds a lower one', () => {
    fc.assert(
      fc.property(followed, (cases) => {
        const [narrow, usual, wide] = [0.8, 0.95, 0.99].map((level) => numbers(cases, 1, level).held);
        expect(numbersIn(ask(cases)).every(Number.isFinite)).toBe(true);
        if (!narrow || !usual || !wide) return;
        // Not reached: later than any time.
        expectHolds(usual.interval, usual.estimate ?? Number.POSITIVE_INFINITY);
        expectNested(narrow.interval, usual.interval);
        expectNested(usual.interval, wide.interval);
      }),
      runs,
    );
  });

  it('is cannot of nothing, without events, of NaN, infinities and negative times, and of a level that is none', () => {
    expectCannot(ask([]));
    expectCannot(ask(censored));
    for (const time of [...NOT_FINITE, -1]) expectCannot(ask([{ time, event: true }, ...censored]));
    for (const level of [0, 1, 2, Number.NaN]) {
      expectCannot(ask([{ time: 2, event: true }, { time: 3, event: true }, ...censored], 1, level));
    }
  });
});

describe('the curve', () => {
  it('stays within 0 and 1, never rises, and is higher where an event was a censoring', () => {
    fc.assert(
      fc.property(followed, fc.nat(), (cases, pick) => {
        const curve = given(kaplanMeier(cases));
        const spared = cases.map((one, i) => (i === pick % cases.length ? { ...one, event: false } : one));
        let last = 1;
        const other = kaplanMeier(spared);
        for (const [i, { survival, low, high }] of curve.steps.entries()) {
          expect(survival).toBeLessThanOrEqual(last);
          expect(low ?? 0).toBeGreaterThanOrEqual(0);
          expect(high ?? 1).toBeLessThanOrEqual(1);
          last = survival;
          expect(given(other).steps[i]?.survival).toBeGreaterThanOrEqual(survival - 1e-12);
        }
      }),
      runs,
    );
  });
});

interface Two {
  readonly ask: (a: Cases, b: Cases) => Answer<object>;
  readonly inTime: (a: Cases, b: Cases) => readonly (number | null)[];
  readonly plain: (a: Cases, b: Cases) => readonly number[];
  /** In time, with the arms exchanged. */
  readonly swap: (value: number) => number;
}

const same = (value: number): number => value;
const ofTest = (answer: ReturnType<typeof logRank>): number[] => [given(answer).chiSquare, given(answer).p];
const ofDifference = (answer: ReturnType<typeof restrictedMeanDifference>): (number | null)[] => [
  given(answer).estimate,
  ...ends(given(answer).interval),
];

const OF_TWO: Readonly<Record<(typeof SURVIVAL_OF_TWO)[number], Two>> = {
  logRank: { ask: logRank, inTime: () => [], plain: (a, b) => ofTest(logRank(a, b)), swap: same },
  stratifiedLogRank: {
    ask: (a, b) => stratifiedLogRank([{ a, b }]),
    inTime: () => [],
    plain: (a, b) => ofTest(stratifiedLogRank([{ a, b }])),
    swap: same,
  },
  commonHorizon: {
    ask: (a, b) => commonHorizon([{ a, b }]),
    inTime: (a, b) => [given(commonHorizon([{ a, b }])).horizon],
    plain: () => [],
    swap: same,
  },
  restrictedMeanDifference: {
    ask: restrictedMeanDifference,
    inTime: (a, b) => ofDifference(restrictedMeanDifference(a, b)),
    plain: (a, b) => [given(restrictedMeanDifference(a, b)).p],
    swap: (value) => -value,
  },
  stratifiedRestrictedMeanDifference: {
    ask: (a, b) => stratifiedRestrictedMeanDifference([{ a, b }]),
    inTime: (a, b) => ofDifference(stratifiedRestrictedMeanDifference([{ a, b }])),
    plain: (a, b) => [given(stratifiedRestrictedMeanDifference([{ a, b }])).p],
    swap: (value) => -value,
  },
};

describe.each(Object.entries(OF_TWO))('%s', (_, { ask, inTime, plain, swap }) => {
  it('does not care for the order of cases, goes with the unit, and turns when the arms change places', () => {
    fc.assert(
      fc.property(reordered, reordered, fc.integer({ min: 2, max: 50 }), ([a, mixedA], [b, mixedB], unit) => {
        expectSame(ask(mixedA, mixedB), ask(a, b));
        const [before, after] = [inTime(a, b), inTime(inUnit(a, unit), inUnit(b, unit))];
        const back = inTime(b, a);
        const turned = back.length === 3 ? [back[0], back[2], back[1]] : back;
        for (const [i, value] of before.entries()) {
          expectNear(after[i], value === null ? null : value * unit);
          expectNear(turned[i], value === null ? null : swap(value));
        }
        const chances = plain(inUnit(a, unit), inUnit(b, unit));
        for (const [i, value] of plain(a, b).entries()) {
          expectNear(chances[i], value);
          expectNear(plain(b, a)[i], value);
          expect(value).toBeGreaterThanOrEqual(0);
        }
      }),
      runs,
    );
  });

  it('is cannot of an empty arm, without events, of NaN, infinities and negative times', () => {
    const some = [...censored, { time: 1, event: true }, { time: 2, event: true }];
    expect(ask(some, some).ok).toBe(true);
    expectCannot(ask([], some));
    expectCannot(ask(some, []));
    expectCannot(ask(censored, censored));
    for (const time of [...NOT_FINITE, -1]) {
      expectCannot(ask([...some, { time, event: true }], some));
      expectCannot(ask(some, [...some, { time, event: true }]));
    }
  });
});

describe('a difference in restricted means', () => {
  it('holds its estimate, within the horizon, and a higher level holds a lower one', () => {
    fc.assert(
      fc.property(followed, followed, (a, b) => {
        const [narrow, usual, wide] = [0.8, 0.95, 0.99].map((level) =>
          given(restrictedMeanDifference(a, b, { level })),
        );
        if (!narrow || !usual || !wide) throw new Error('A level has no answer.');
        expect(Math.abs(usual.estimate)).toBeLessThanOrEqual(usual.horizon);
        expectHolds(usual.interval, usual.estimate);
        expectNested(narrow.interval, usual.interval);
        expectNested(usual.interval, wide.interval);
      }),
      runs,
    );
  });
});
