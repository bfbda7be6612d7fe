import { drillScenarios } from './studies/drills.ts';
import { incidentScenarios } from './studies/incidents.ts';
import { openWindowScenarios } from './studies/open-windows.ts';
import { promptScenarios } from './studies/prompts.ts';
import { reviewerScenarios } from './studies/reviewers.ts';
import { shareScenarios } from './studies/shares.ts';
import { skillsScenarios } from './studies/skills.ts';
import { sizes, type Scenario } from './study.ts';

export const scenarios: readonly Scenario[] = [
  ...shareScenarios,
  ...openWindowScenarios,
  ...skillsScenarios,
  ...promptScenarios,
  ...reviewerScenarios,
  ...incidentScenarios,
  ...drillScenarios,
];

/** A scenario at one size: what is run as one piece of work, and kept when it is done. */
export interface Case {
  readonly id: string;
  readonly scenario: Scenario;
  readonly n: number;
}

export function casesOf(all: readonly Scenario[], kpi: string | null = null): Case[] {
  return all
    .filter((scenario) => kpi === null || scenario.kpi === kpi)
    .flatMap((scenario) => (scenario.sizes ?? sizes).map((n) => ({ id: idOf(scenario, n), scenario, n })));
}

function idOf({ kpi, setting, effect, kind }: Scenario, n: number): string {
  return [kpi, setting, effect, kind, n].join(' / ');
}
