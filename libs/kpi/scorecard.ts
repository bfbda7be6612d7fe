import type { ClickHouse, QueryContext } from '#clickhouse';
import type { Clocks } from '#program';
import { assembleKpi } from './assemble.ts';
import { inquire, type Inquiry } from './inquiry.ts';
import { trendOf } from './trend/trend.ts';
import { kpiIds, type Dimension, type Kpi, type KpiId, type Scorecard } from './kpi.schema.ts';
import { loaders } from './loaders.ts';

/** The resolved clocks, and what to break down by. */
export interface KpiOptions extends Clocks {
  readonly by?: Dimension | undefined;
  readonly requestId?: string | undefined;
}

/**
 * The five KPIs of a program at both clocks. Every fact is read once for all of them and for their trends.
 * @throws UnknownProgram (a 404)
 */
export async function scorecard(
  clickhouse: ClickHouse,
  tenant: string,
  program: string,
  options: KpiOptions,
): Promise<Scorecard> {
  const { asOf, knownBy, by } = options;
  const inquiry = await inquire(
    { clickhouse, tenant, context: contextOf(options) },
    program,
    { asOf, knownBy },
    true,
  );
  const kpis = await Promise.all(kpiIds.map((kpi) => answer(kpi, inquiry, by)));
  return { program, asOf, knownBy, kpis };
}

/** One KPI, the same as in the scorecard. @throws UnknownProgram */
export async function kpiAt(
  clickhouse: ClickHouse,
  tenant: string,
  program: string,
  kpi: KpiId,
  options: KpiOptions,
): Promise<Kpi> {
  const { asOf, knownBy, by } = options;
  const inquiry = await inquire(
    { clickhouse, tenant, context: contextOf(options) },
    program,
    { asOf, knownBy },
    true,
  );
  return answer(kpi, inquiry, by);
}

async function answer(kpi: KpiId, { now, past, reader }: Inquiry, by: Dimension | undefined): Promise<Kpi> {
  const loader = loaders[kpi];
  const [loaded, trend] = await Promise.all([loader.load(reader), trendOf(loader, past)]);
  return assembleKpi(loader, loaded, { now, trend, by: by ?? null });
}

export function contextOf({ requestId }: { readonly requestId?: string | undefined }): QueryContext {
  return requestId === undefined ? {} : { requestId };
}
