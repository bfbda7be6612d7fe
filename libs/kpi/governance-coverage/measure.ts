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
  people: { uncovered: 'owner', exceptions: 'approver' },
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
  const histories = useCaseHistories(useCases, frame);
  const settings = governanceSettingsOf(program);
  const ofCases = (own: readonly UseCaseRow[]) => governanceOfCases(governance, own, frame);
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

/** The register's entries on each case of the program. */
export function useCaseHistories(
  useCases: readonly UseCaseRow[],
  { program, clocks }: Frame,
): UseCaseRow[][] {
  return [...Map.groupBy(occurredBy(useCases, clocks.asOf), ({ useCase }) => useCase).values()].filter(
    (history) => belongs(history, program),
  );
}

/** Requests, decisions and exceptions of the cases that entries are about. */
export function governanceOfCases(
  governance: readonly GovernanceRow[],
  entries: readonly UseCaseRow[],
  { clocks }: Frame,
): GovernanceRow[] {
  const ids = new Set(entries.map(({ useCase }) => useCase));
  return occurredBy(governance, clocks.asOf).filter(({ useCase }) => ids.has(useCase));
}

/** A case is the program's when one of its entries says so; one that names none, when its id and team are in scope. */
function belongs(history: readonly UseCaseRow[], program: Program): boolean {
  if (history.some((fact) => fact.program !== '')) return true;
  return inScope(program, { team: teamOf(history), useCase: history[0]?.useCase });
}

function teamOf(history: readonly UseCaseRow[]): string {
  return history.toSorted(byOccurrence).findLast(({ team }) => team !== '')?.team ?? '';
}

export function governanceSettingsOf(program: Program): GovernanceSettings {
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
