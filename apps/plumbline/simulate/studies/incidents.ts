import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { z } from 'zod';
import { incidentResponseFigure, type Figure, type IncidentFact, type IncidentSettings } from '#kpi';
import type { Generator } from '#statistics';
import { day, names, normal, originAt } from '../draws.ts';
import { outcomeOf, sideOfTruth, type Outcome, type Scenario } from '../study.ts';

/** Lognormal times to mitigate by severity, in days: the median and the spread of the logarithm. */
interface World {
  readonly medians: Readonly<Record<Severity, number>>;
  readonly spread: number;
  /** factor on the current period's times */
  readonly factor: number;
}

type Severity = 'sev1' | 'sev2';
const severities: readonly Severity[] = ['sev1', 'sev2'];
/** The share of incidents that are sev1. */
const SEVERE = 0.3;
const PERIOD = 90;

const settings: IncidentSettings = {
  baseline: { start: day(0), end: day(PERIOD) },
  current: { start: day(PERIOD + 1), end: day(2 * PERIOD) },
  target: { value: null, comparison: 'improve' },
  minimumMitigated: 2,
};

interface Drawn {
  readonly facts: IncidentFact[];
  readonly counts: Readonly<Record<Severity, number>>;
}

function periodOf(ids: readonly string[], start: number, world: World, factor: number, random: Generator) {
  const counts = { sev1: 0, sev2: 0 };
  const facts = ids.flatMap((incident) => {
    const severity = random.uniform() < SEVERE ? 'sev1' : 'sev2';
    counts[severity] += 1;
    const found = start + random.uniform() * (PERIOD - 2);
    const took = factor * world.medians[severity] * Math.exp(world.spread * normal(random));
    return [
      factOf(incident, severity, 'opened', found),
      factOf(incident, severity, 'detected', found),
      factOf(incident, severity, 'mitigated', found + took),
    ];
  });
  return { facts, counts } satisfies Drawn;
}

function factOf(incident: string, severity: Severity, kind: string, at: number): IncidentFact {
  return {
    ...originAt(day(at), `${incident}-${kind}`),
    incident,
    kind,
    severity,
    model: 'm',
    team: 't',
    drill: false,
    startedAt: null,
    timePrecision: '',
    notesScore: null,
  };
}

/** E[min(T, τ)] of a lognormal T. */
function restrictedMeanOf(median: number, spread: number, horizon: number): number {
  const [mu, reach] = [Math.log(median), Math.log(horizon)];
  const below = Math.exp(mu + spread ** 2 / 2) * normalCdf((reach - mu) / spread - spread, 0, 1);
  return below + horizon * (1 - normalCdf((reach - mu) / spread, 0, 1));
}

/** The median of the mix of severities, by bisection on the logarithm. */
function medianOf({ medians, spread, factor }: World): number {
  const chance = (time: number) =>
    SEVERE * normalCdf(Math.log(time / (factor * medians.sev1)) / spread, 0, 1) +
    (1 - SEVERE) * normalCdf(Math.log(time / (factor * medians.sev2)) / spread, 0, 1);
  let [low, high] = [-20, 20];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (chance(Math.exp(middle)) < 0.5) low = middle;
    else high = middle;
  }
  return Math.exp(low);
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
      restrictedMeanOf(factor * world.medians[severity], world.spread, horizon / DAY_SECONDS);
    sum += weight * (mean(world.factor) - mean(1));
    total += weight;
  }
  return sideOfTruth(interval, (DAY_SECONDS * sum) / total);
}

function scenario(setting: string, effect: string, world: World): Scenario {
  return {
    kpi: 'incident-response',
    setting,
    effect,
    kind: world.factor === 1 ? 'nothing' : 'change',
    of: (n) => {
      const median = DAY_SECONDS * medianOf(world);
      const [earlier, later] = [names('before', n), names('now', n)];
      return (random) => {
        const before = periodOf(earlier, 0, world, 1, random);
        const now = periodOf(later, PERIOD + 1, world, world.factor, random);
        const figure = incidentResponseFigure([...before.facts, ...now.facts], settings, day(2 * PERIOD));
        return outcomeOf(figure, {
          'incident-response, median': sideOfTruth(figure.interval, median),
          'incident-response, change': changeOf(figure, world, now, before),
        });
      };
    },
  };
}

const worlds = [
  { setting: 'hours, log sd 0.8, few open', medians: { sev1: 0.1, sev2: 0.3 }, spread: 0.8 },
  { setting: 'days, log sd 1.5, many open', medians: { sev1: 3, sev2: 8 }, spread: 1.5 },
] as const;

export const incidentScenarios: readonly Scenario[] = worlds.flatMap(({ setting, medians, spread }) => [
  scenario(setting, 'no change', { medians, spread, factor: 1 }),
  scenario(setting, '30% faster', { medians, spread, factor: 0.7 }),
  scenario(setting, '60% faster', { medians, spread, factor: 0.4 }),
]);
