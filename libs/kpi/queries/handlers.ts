import { EvidenceHandler } from './evidence.query.ts';
import { KpiHandler } from './kpi.query.ts';
import { MeasureEvidenceHandler } from './measure-evidence.query.ts';
import { MeasureHandler } from './measure.query.ts';
import { ScorecardHandler } from './scorecard.query.ts';

/** Providers of the module that answers queries of KPIs and measures; they need the ClickHouse of their module. */
export const kpiQueryHandlers = [
  ScorecardHandler,
  KpiHandler,
  EvidenceHandler,
  MeasureHandler,
  MeasureEvidenceHandler,
] as const;
