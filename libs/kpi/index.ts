export * from './kpi.schema.ts';
export type { KpiDefinition } from './kpi-definition.ts';
export { kpiDefinitions } from './loaders.ts';
export { kpiWithoutPeople, scorecardWithoutPeople } from './without-people.ts';
export { kpiAt, scorecard, type KpiOptions } from './scorecard.ts';
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
