import { inScope, windowInstants, type Program } from '#program';
import { groupByTeam } from '../breakdown/team-groups.ts';
import { byOccurrence, occurredBy } from '../evidence/evidence.ts';
import type { Frame } from '../frame/frame.ts';
import type { Measure, Reading } from '../reading.ts';
import { targetOf } from '../status/target.ts';
import { governanceCoverage } from './definition.ts';
import { governanceCoverageFigure, type GovernanceSettings } from './formula.ts';
import type { GovernanceRow } from './governance.query.ts';
import type { UseCaseRow } from './use-cases.query.ts';

export const governanceCoverageMeasure: Measure = {
  definition: governanceCoverage,
  reveals: null,
  async load(reader) {
    const [useCases, governance] = await Promise.all([reader.useCases(), reader.governance()]);
    return { at: (frame) => readingOf(useCases, governance, frame) };
  },
};

function readingOf(
  useCases: readonly UseCaseRow[],
  governance: readonly GovernanceRow[],
  frame: Frame,
): Reading {
  const { program, clocks } = frame;
  const histories = [
    ...Map.groupBy(occurredBy(useCases, clocks.asOf), ({ useCase }) => useCase).values(),
  ].filter((history) => belongs(history, program));
  const settings = settingsOf(program);
  const ofCases = (own: readonly UseCaseRow[]) => {
    const ids = new Set(own.map(({ useCase }) => useCase));
    return occurredBy(governance, clocks.asOf).filter(({ useCase }) => ids.has(useCase));
  };
  const figure = (own: readonly UseCaseRow[]) =>
    governanceCoverageFigure({ useCases: own, governance: ofCases(own) }, settings, clocks.asOf);
  const register = histories.flat();
  return {
    feed: [...register, ...ofCases(register)],
    whole: () => figure(register),
    by: (dimension) =>
      dimension === 'team'
        ? groupByTeam(histories, teamOf).map(({ key, title, facts }) => ({
            key,
            title,
            figure: figure(facts.flat()),
          }))
        : [],
  };
}

/** A case is the program's when one of its entries says so; one that names none, when its id and team are in scope. */
function belongs(history: readonly UseCaseRow[], program: Program): boolean {
  if (history.some((fact) => fact.program !== '')) return true;
  return inScope(program, { team: teamOf(history), useCase: history[0]?.useCase });
}

function teamOf(history: readonly UseCaseRow[]): string {
  return history.toSorted(byOccurrence).findLast(({ team }) => team !== '')?.team ?? '';
}

function settingsOf(program: Program): GovernanceSettings {
  const { tiers, highRisk, reviewValidity, period } = program.governance;
  return {
    tiers,
    highRisk,
    reviewValidity: reviewValidity ?? null,
    period: windowInstants(program, period),
    target: targetOf(program, 'governance-coverage'),
    overdueAllowed: program.targets['governance-coverage']?.overdue ?? 0,
    minimumN: program.status.minimumN['governance-coverage'],
  };
}
