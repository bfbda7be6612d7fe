import { z } from 'zod';
import { incidentResponseFigure, type IncidentSettings } from '#kpi';
import type { Generator } from '#statistics';
import { day, names, normal } from '../draws.ts';
import { estimateSchema, outcomeOf, sideOfTruth, type Scenario } from '../study.ts';
import { incidentFact } from './incident-fact.ts';

/** Each of n teams drills once in either period: lognormal times about a level of its own, in days. */
interface World {
  readonly spread: number;
  readonly between: number;
  readonly factor: number;
}

const MEDIAN = 0.05;
const DAY_SECONDS = 86_400;

const settings: IncidentSettings = {
  baseline: { start: day(0), end: day(90) },
  current: { start: day(91), end: day(180) },
  target: null,
  minimumMitigated: 2,
};

const series = z.object({
  drills: z.object({ byTeam: z.object({ difference: estimateSchema }) }),
});

function drillOf(team: string, period: string, at: number, took: number) {
  const drill = { team, drill: true, severity: 'sev2', startedAt: null };
  const id = `${team}-${period}`;
  return [
    incidentFact(id, 'opened', at, drill),
    incidentFact(id, 'detected', at, drill),
    incidentFact(id, 'mitigated', at + took, drill),
  ];
}

function scenario(setting: string, effect: string, world: World): Scenario {
  const { spread, between, factor } = world;
  // E of a lognormal with both sources of spread.
  const truth = (factor - 1) * DAY_SECONDS * MEDIAN * Math.exp((spread ** 2 + between ** 2) / 2);
  return {
    kpi: 'incident-response',
    setting,
    effect,
    kind: 'estimate',
    of: (n) => {
      const teams = names('team', n);
      return (random: Generator) => {
        const facts = teams.flatMap((team) => {
          const level = MEDIAN * Math.exp(between * normal(random));
          const took = () => level * Math.exp(spread * normal(random));
          return [...drillOf(team, 'before', 10, took()), ...drillOf(team, 'now', 100, factor * took())];
        });
        const figure = incidentResponseFigure(facts, settings, day(180));
        const { drills } = series.parse(figure.details);
        return outcomeOf(figure, {
          'incident-response, drills by team': sideOfTruth(drills.byTeam.difference.interval, truth),
        });
      };
    },
  };
}

export const drillScenarios: readonly Scenario[] = [0.5, 0.8].flatMap((spread) => [
  scenario(`drills, log sd ${spread}`, 'no change', { spread, between: 0.4, factor: 1 }),
  scenario(`drills, log sd ${spread}`, '30% faster', { spread, between: 0.4, factor: 0.7 }),
  scenario(`drills, log sd ${spread}`, '60% faster', { spread, between: 0.4, factor: 0.4 }),
]);
