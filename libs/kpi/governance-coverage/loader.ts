import { ByIdentity, cutKey, occurredBy } from '#facts';
import { inScope, windowInstants, type Program } from '#program';
import { teamFigures } from '../breakdown/team-figures.ts';
import { byOccurrence } from '../evidence/evidence.ts';
import type { Frame } from '../frame/frame.ts';
import { historyReader } from '../frame/histories.ts';
import { joinedFeeds, scanOf } from '../freshness/feed.ts';
import type { KpiLoader, Reading } from '../reading.ts';
import { targetOf } from '../status/target.ts';
import { governanceCoverage } from './definition.ts';
import { governanceCoverageFigure, type GovernanceSettings } from './formula.ts';
import type { GovernanceRow } from './governance.query.ts';
import type { UseCaseRow } from './use-cases.query.ts';

export const governanceCoverageLoader: KpiLoader = {
  definition: governanceCoverage,
  reveals: null,
  counting: null,
  people: { uncovered: 'owner', exceptions: 'approver' },
  unaudited: [],
  async load(reader) {
    const [useCases, governance] = await Promise.all([reader.useCases(), reader.governance()]);
    return { facts: [useCases, governance], at: (frame) => readingOf(useCases, governance, frame) };
  },
};

function readingOf(
  useCases: readonly UseCaseRow[],
  governance: readonly GovernanceRow[],
  frame: Frame,
): Reading {
  const { program, clocks } = frame;
  const { all: histories, feed: register, told } = useCaseHistories(useCases, frame);
  const settings = governanceSettingsOf(program);
  const ofCases = (own: readonly UseCaseRow[]) => governanceOfCases(governance, own, frame);
  const figure = (own: readonly UseCaseRow[]) =>
    governanceCoverageFigure({ useCases: own, governance: ofCases(own) }, settings, clocks.asOf);
  return {
    feed: joinedFeeds(told, scanOf(ofCases(register))),
    whole: () => figure(register),
    by: (dimension) => teamFigures(dimension, histories, teamOf, (own) => figure(own.flat())),
    counted: () => [],
  };
}

/** The register's entries on each case of the program; a case that names none is in scope by its id and team. */
export const useCaseHistories = historyReader<UseCaseRow>(
  ({ useCase }) => useCase,
  (program, history) => inScope(program, { team: teamOf(history), useCase: history[0]?.useCase }),
);

const reviewed = new ByIdentity<readonly GovernanceRow[]>();

/** Requests, decisions and exceptions of the cases that entries are about. */
export function governanceOfCases(
  governance: readonly GovernanceRow[],
  entries: readonly UseCaseRow[],
  { clocks }: Frame,
): readonly GovernanceRow[] {
  return reviewed.of([governance, entries], cutKey(clocks.asOf, governance), () => {
    const ids = new Set(entries.map(({ useCase }) => useCase));
    return occurredBy(governance, clocks.asOf).filter(({ useCase }) => ids.has(useCase));
  });
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
