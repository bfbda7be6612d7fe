import { z } from 'zod';
import { incidentResponseFigure, type Figure, type IncidentFact, type IncidentSettings } from '#kpi';
import {
  Generator,
  restrictedMean,
  survivalQuantile,
  type Answer,
  type Interval,
  type Observation,
} from '#statistics';
import { day, names, normal } from '../draws.ts';
import { estimateSchema, outcomeOf, sideOfTruth, type Outcome, type Scenario } from '../study.ts';
import { incidentFact } from './incident-fact.ts';
import { quantileOf, restrictedMeanOf, type Mix } from './lognormal.ts';

/** Lognormal times to mitigate by severity, in days: the median and the spread of the logarithm. */
interface World {
  readonly medians: Readonly<Record<Severity, number>>;
  readonly spread: number;
  /** factor on the current period's times */
  readonly factor: number;
  /** of the plain restricted mean, in days */
  readonly horizon: number;
}

type Severity = 'sev1' | 'sev2';
const severities: readonly Severity[] = ['sev1', 'sev2'];
/** The share of incidents that are sev1. */
const SEVERE = 0.3;
const PERIOD = 90;
/** Times from start to detection, in days: of one distribution always. */
const DETECTION = { median: 0.05, spread: 1 };

const settings: IncidentSettings = {
  baseline: { start: day(0), end: day(PERIOD) },
  current: { start: day(PERIOD + 1), end: day(2 * PERIOD) },
  target: { value: null, comparison: 'improve' },
  minimumMitigated: 2,
};

interface Drawn {
  readonly facts: IncidentFact[];
  readonly counts: Readonly<Record<Severity, number>>;
  /** to mitigate, in days, open ones censored */
  readonly times: readonly Observation[];
}

function periodOf(ids: readonly string[], start: number, world: World, factor: number, random: Generator) {
  const counts = { sev1: 0, sev2: 0 };
  const times: Observation[] = [];
  const facts = ids.flatMap((incident) => {
    const severity = random.uniform() < SEVERE ? 'sev1' : 'sev2';
    counts[severity] += 1;
    const found = start + random.uniform() * (PERIOD - 2);
    const took = factor * world.medians[severity] * Math.exp(world.spread * normal(random));
    const unseen = DETECTION.median * Math.exp(DETECTION.spread * normal(random));
    const said = { severity, team: 't', drill: false, startedAt: day(found - unseen) };
    times.push({ time: Math.min(took, 2 * PERIOD - found), event: took <= 2 * PERIOD - found });
    return [
      incidentFact(incident, 'opened', found, said),
      incidentFact(incident, 'detected', found, said),
      incidentFact(incident, 'mitigated', found + took, said),
    ];
  });
  return { facts, counts, times } satisfies Drawn;
}

/** Times to mitigate of both severities. */
const mixOf = ({ medians, spread }: World, factor: number): Mix => [
  { share: SEVERE, median: factor * medians.sev1, spread },
  { share: 1 - SEVERE, median: factor * medians.sev2, spread },
];

const TRUTH_DRAWS = 400_000;

/** The median of the differences of a time now and one before, by drawing many; exactly 0 where nothing changed. */
function shiftOf(world: World): number {
  if (world.factor === 1) return 0;
  const random = Generator.of('the population');
  const took = (factor: number) =>
    factor *
    world.medians[random.uniform() < SEVERE ? 'sev1' : 'sev2'] *
    Math.exp(world.spread * normal(random));
  const differences = Float64Array.from({ length: TRUTH_DRAWS }, () => took(world.factor) - took(1));
  return differences.sort()[TRUTH_DRAWS / 2] ?? 0;
}

const DAY_SECONDS = 86_400;
const compared = z.object({
  interval: z.object({ low: z.number(), high: z.number() }),
  horizon: z.number(),
  leftOut: z.array(z.object({ severity: z.string() })),
});

/** The change's interval against the true difference at the horizon and with the weights that the KPI used. */
function changeOf(figure: Figure, world: World, now: Drawn, before: Drawn): Outcome['intervals'][string] {
  const answer = compared.safeParse(figure.details['rmstDifference']);
  if (!answer.success) return 'none';
  const { interval, horizon, leftOut } = answer.data;
  const left = new Set(leftOut.map(({ severity }) => severity));
  let [sum, total] = [0, 0];
  for (const severity of severities) {
    const [a, b] = [now.counts[severity], before.counts[severity]];
    if (left.has(severity) || a + b === 0) continue;
    const weight = (a * b) / (a + b);
    const mean = (factor: number) =>
      restrictedMeanOf(
        { median: factor * world.medians[severity], spread: world.spread },
        horizon / DAY_SECONDS,
      );
    sum += weight * (mean(world.factor) - mean(1));
    total += weight;
  }
  return sideOfTruth(interval, (DAY_SECONDS * sum) / total);
}

const told = z.object({
  timeToDetect: estimateSchema,
  hodgesLehmann: estimateSchema.optional(),
  geometricMeanRatio: estimateSchema.optional(),
});

/** Shown only while nothing is open; a program with open incidents has no such interval. */
function besidesOf({ details }: Figure, shift: number, factor: number): Outcome['intervals'] {
  const { timeToDetect, hodgesLehmann, geometricMeanRatio } = told.parse(details);
  return {
    'incident-response, time to detect': sideOfTruth(timeToDetect.interval, DAY_SECONDS * DETECTION.median),
    'incident-response, Hodges-Lehmann': sideOfTruth(hodgesLehmann?.interval, DAY_SECONDS * shift),
    'incident-response, geometric mean ratio': sideOfTruth(geometricMeanRatio?.interval, factor),
  };
}

/** Intervals that the library has and no KPI shows, of the same times. */
function unshownOf({ times }: Drawn, truth: { p75: number; p90: number; mean: number; horizon: number }) {
  const sideOf = (result: Answer<{ readonly interval: Interval }>, value: number) =>
    sideOfTruth(result.ok ? result.interval : null, value);
  return {
    'statistics, Kaplan-Meier p75': sideOf(survivalQuantile(times, 0.75), truth.p75),
    'statistics, Kaplan-Meier p90': sideOf(survivalQuantile(times, 0.9), truth.p90),
    'statistics, restricted mean': sideOf(restrictedMean(times, truth.horizon), truth.mean),
  };
}

function scenario(setting: string, effect: string, world: World): Scenario {
  return {
    kpi: 'incident-response',
    setting,
    effect,
    kind: world.factor === 1 ? 'nothing' : 'change',
    of: (n) => {
      const mix = mixOf(world, world.factor);
      const median = DAY_SECONDS * quantileOf(mix, 0.5);
      const shift = shiftOf(world);
      const { horizon } = world;
      const truth = {
        p75: quantileOf(mix, 0.75),
        p90: quantileOf(mix, 0.9),
        horizon,
        mean: mix.reduce((sum, part) => sum + part.share * restrictedMeanOf(part, horizon), 0),
      };
      const [earlier, later] = [names('before', n), names('now', n)];
      return (random) => {
        const before = periodOf(earlier, 0, world, 1, random);
        const now = periodOf(later, PERIOD + 1, world, world.factor, random);
        const figure = incidentResponseFigure([...before.facts, ...now.facts], settings, day(2 * PERIOD));
        return outcomeOf(figure, {
          'incident-response, median': sideOfTruth(figure.interval, median),
          'incident-response, change': changeOf(figure, world, now, before),
          ...besidesOf(figure, shift, world.factor),
          ...unshownOf(now, truth),
        });
      };
    },
  };
}

const worlds = [
  { setting: 'hours, log sd 0.8, few open', medians: { sev1: 0.1, sev2: 0.3 }, spread: 0.8, horizon: 1 },
  { setting: 'days, log sd 1.5, many open', medians: { sev1: 3, sev2: 8 }, spread: 1.5, horizon: 20 },
] as const;

export const incidentScenarios: readonly Scenario[] = worlds.flatMap(({ setting, ...shape }) => [
  scenario(setting, 'no change', { ...shape, factor: 1 }),
  scenario(setting, '30% faster', { ...shape, factor: 0.7 }),
  scenario(setting, '60% faster', { ...shape, factor: 0.4 }),
]);
