export * from './kpi.schema.ts';
export type { KpiDefinition } from './kpi-definition.ts';
export { kpiDefinitions } from './loaders.ts';
export { kpiWithoutPeople, scorecardWithoutPeople } from './without-people.ts';
export { kpiAt, scorecard, type KpiOptions } from './scorecard.ts';
export { CMI5_RULES } from './cmi5/cmi5-rules.ts';
export { UnknownProgram } from './inquiry.ts';
export {
  evidenceAt,
  LARGEST_EVIDENCE_PAGE,
  type EvidenceOptions,
  type EvidencePage,
} from './evidence/evidence-at.ts';
export { evidenceParts, type EvidenceEntry, type EvidencePart } from './evidence/evidence.ts';
export { ScorecardHandler, ScorecardQuery } from './queries/scorecard.query.ts';
export { KpiHandler, KpiQuery } from './queries/kpi.query.ts';
export { EvidenceHandler, EvidenceQuery } from './queries/evidence.query.ts';
export { kpiQueryHandlers } from './queries/handlers.ts';
export { programFigures, type FiguresOptions, type ProgramFigures } from './figures/program-figures.ts';
export type { StuckLearner } from './figures/learning/stuck-learners.figure.ts';
export type { Figure } from './figure.ts';
export type { Member } from './cohort/member.ts';
export { differenceToRest, trainingCompletionFigure } from './training-completion/formula.ts';
export type { ModuleSignals } from './training-completion/module-signal.ts';
export { skillsGainFigure, type SkillsSettings } from './skills-gain/formula.ts';
export type { Attempt } from './skills-gain/score.ts';
export { promptConsistencyFigure } from './prompt-consistency/formula.ts';
export type { PromptSettings } from './prompt-consistency/settings.ts';
export type { Review } from './prompt-consistency/review.ts';
export { incidentResponseFigure, type IncidentSettings } from './incident-response/formula.ts';
export type { IncidentFact } from './incident-response/incident.ts';
export { feedOf, type Feed } from './freshness/feed.ts';
export { governanceCoverageFigure } from './governance-coverage/formula.ts';
export type { GovernanceFact, UseCaseFact } from './governance-coverage/use-case.ts';
