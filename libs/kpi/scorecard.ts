import type { ClickHouse, QueryContext } from '#clickhouse';
import type { Clocks } from '#program';
import { assembleKpi } from './assemble.ts';
import { hiddenKeys } from './breakdown/hidden-keys.ts';
import { rowSource, settledInquiry } from './breakdown/settled.ts';
import type { Store } from './frame/frame-at.ts';
import { inquire, type Inquiry } from './inquiry.ts';
import { trendOf } from './trend/trend.ts';
import { kpiIds, type Dimension, type Kpi, type KpiId, type Scorecard } from './kpi.schema.ts';
import { loaders } from './loaders.ts';

/** The resolved clocks, and what to break down by. */
export interface KpiOptions extends Clocks {
  readonly by?: Dimension | undefined;
  /** the reader may not see people: groups of people as of the last month end, nothing of a small group. Absent: everything, live */
  readonly withoutPeople?: boolean;
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
  const { asOf, knownBy } = options;
  const asked = await ask({ clickhouse, tenant, context: contextOf(options) }, program, options);
  const kpis = await Promise.all(kpiIds.map((kpi) => answerOf(kpi, asked, options.by ?? null)));
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
  const asked = await ask({ clickhouse, tenant, context: contextOf(options) }, program, options);
  return answerOf(kpi, asked, options.by ?? null);
}

/** What an answer is read from. */
export interface Asked {
  readonly live: Inquiry;
  /** for a reader who may not see people; null: no month has ended. Undefined: the reader may */
  readonly settled: Inquiry | null | undefined;
}

async function ask(store: Store, program: string, options: KpiOptions): Promise<Asked> {
  const { asOf, knownBy, by, withoutPeople } = options;
  const live = await inquire(store, program, { asOf, knownBy }, true);
  if (withoutPeople !== true) return { live, settled: undefined };
  return { live, settled: by === undefined ? null : await settledInquiry(store, live, 'month') };
}

/** A KPI, as the scorecard and the documents have it. */
export async function answerOf(kpi: KpiId, { live, settled }: Asked, by: Dimension | null): Promise<Kpi> {
  const loader = loaders[kpi];
  const [source, trend] = await Promise.all([rowSource(loader, live), trendOf(loader, live)]);
  const rows = settled === undefined ? {} : { settled: settled && (await rowSource(loader, settled)) };
  const shown = settled === undefined || loader.reveals === null ? live : settled;
  const hidden = by === null || shown === null ? new Set<string>() : await hiddenKeys(loader, shown, by);
  return assembleKpi(loader, { live: source, trend, by, hidden, ...rows });
}

export function contextOf({ requestId }: { readonly requestId?: string | undefined }): QueryContext {
  return requestId === undefined ? {} : { requestId };
}
