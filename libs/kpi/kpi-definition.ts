import type { Kpi, KpiId } from './kpi.schema.ts';

/** What a KPI is, apart from any program: the annex of a report and the OpenAPI page say the same words. */
export interface KpiDefinition {
  readonly id: KpiId;
  readonly title: string;
  readonly unit: Kpi['unit'];
  /** which way is better */
  readonly direction: Kpi['direction'];
  /** Changes whenever the same events could give another number. */
  readonly definitionVersion: string;
  readonly definition: string;
}
