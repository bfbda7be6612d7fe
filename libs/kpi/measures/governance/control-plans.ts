import { occurredBy } from '#facts';
import { byOccurrence, evidenceOf, type EvidenceEntry } from '../../evidence/evidence.ts';
import type { Frame } from '../../frame/frame.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { ControlPlanFact } from '../../governance-coverage/control-plan.ts';
import { governanceSettingsOf, useCaseHistories } from '../../governance-coverage/loader.ts';
import { registerOf, type UseCase } from '../../governance-coverage/use-case.ts';
import type { UseCaseRow } from '../../governance-coverage/use-cases.query.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { Measure, MeasureFigure, MeasureValue } from '../measure.ts';
import { shareValue } from '../values/share-value.ts';
import { teamRows } from '../values/team-rows.ts';

export const controlPlans: Measure = {
  id: 'control-plans',
  title: 'Control plans',
  definition:
    'Of the high-risk use cases in use, the share whose current version has a documented control plan: ' +
    'a plan of an earlier version does not count. ' +
    'Rows are tiers, or teams of the high-risk cases.',
  definitionVersion: '1.0',
  unit: 'share',
  selfReported: false,
  dimensions: ['team'],
  reveals: null,
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    const [useCases, plans] = await Promise.all([reader.useCases(), reader.controlPlans()]);
    return controlPlansFigure(useCases, plans, frame, by);
  },
};

/** Use cases in use whose current version has a control plan; rows are tiers, or teams. The headline is of the high-risk ones. */
export function controlPlansFigure(
  useCases: readonly UseCaseRow[],
  plans: readonly ControlPlanFact[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const { asOf } = frame.clocks;
  const { tiers, highRisk, period } = governanceSettingsOf(frame.program);
  const entries = useCaseHistories(useCases, frame).feed;
  const inUse = registerOf(entries, []).filter(({ firstUse, retired }) => firstUse !== null && !retired);
  const ids = new Set(inUse.map(({ id }) => id));
  const known = occurredBy(plans, asOf).filter(({ useCase }) => ids.has(useCase));
  const valueOf = (cases: readonly UseCase[]) => planned(cases, known);
  const ofHighRisk = inUse.filter(({ tier }) => highRisk.includes(tier));
  const told = [...tiers, ...new Set(inUse.map(({ tier }) => tier).filter((tier) => !tiers.includes(tier)))];
  return {
    ...valueOf(ofHighRisk),
    period: { ...period, closed: asOf >= period.end },
    excluded: {},
    unmatched: 0,
    rows:
      by === null
        ? told.map((tier) => ({
            key: tier || 'unknown',
            title: tier || 'Unknown tier',
            column: null,
            ...valueOf(inUse.filter((useCase) => useCase.tier === tier)),
          }))
        : teamRows(by, ofHighRisk, ({ team }) => team, valueOf),
    notes: [],
    feed: scanOf([...entries, ...known]),
  };
}

function planned(cases: readonly UseCase[], plans: readonly ControlPlanFact[]): MeasureValue {
  const evidence = cases.flatMap(({ id, version, firstUse }): EvidenceEntry[] => {
    if (firstUse === null) return [];
    const plan = plans
      .filter((fact) => fact.useCase === id && fact.version === version)
      .toSorted(byOccurrence)
      .at(-1);
    const missing = plan === undefined ? `no control plan for version ${version}` : undefined;
    return [
      evidenceOf('denominator', id, firstUse, missing),
      ...(plan === undefined ? [] : [evidenceOf('numerator', id, plan)]),
    ];
  });
  return shareValue(evidence, 'No such use case is in use.');
}
