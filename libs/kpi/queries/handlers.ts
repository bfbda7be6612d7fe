import { EvidenceHandler } from './evidence.query.ts';
import { KpiHandler } from './kpi.query.ts';
import { ScorecardHandler } from './scorecard.query.ts';

/** Providers of the module that answers KPI queries; they need the ClickHouse of their module. */
export const kpiQueryHandlers = [ScorecardHandler, KpiHandler, EvidenceHandler] as const;
