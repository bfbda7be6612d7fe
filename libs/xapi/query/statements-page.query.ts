import { type ClickHouse, defineQuery } from '#clickhouse';
import { STATEMENT_SOURCE } from '#events';
import type { Instant } from '#platform';
import { z } from 'zod';
import type { StatementsQuery } from '../http/parameters.ts';
import { VOIDED } from '../statement/check-statement.ts';
import { matchingMoments, type PageCut, type StatementStore } from './matching-moments.query.ts';

export interface PageRow {
  readonly stored: Instant;
  readonly id: string;
  readonly json: string;
}

/** By `recorded_at`, the end of the sort key. A void cannot be voided, even by one that came before it. */
const rowsOfMoments = defineQuery({
  name: 'xapi.statements-page',
  sql: `
    SELECT recorded_at, id, data FROM statement_events
    WHERE tenant = {tenant:String}
      AND recorded_at IN {moments:Array(DateTime64(6))}
      AND (verb = {voided:String} OR id NOT IN (
        SELECT target_id FROM void_facts WHERE tenant = {tenant:String} AND target_source = {source:String}))`,
  params: z.object({ moments: z.array(z.string()), source: z.string(), voided: z.string() }),
  row: z.object({
    recorded_at: z.string().transform((text) => text as Instant),
    id: z.string(),
    data: z.string(),
  }),
});

/** Statements of a tenant that match a request and are not voided, in the asked order of `stored`, which no two of them share. */
export async function statementsPage(
  store: StatementStore,
  tenant: string,
  query: StatementsQuery,
  { through, after, rows }: PageCut,
): Promise<PageRow[]> {
  const { clickhouse } = store;
  const page: PageRow[] = [];
  for (let reached = after; ;) {
    const { likely, all } = matchingMoments(store, tenant, query, { through, after: reached, rows });
    const [{ moments, complete }, asked, early] = await Promise.all([
      all,
      likely.then((some) => new Set(some)),
      likely.then((some) => shownAt(clickhouse, tenant, some)),
    ]);
    const late = await shownAt(
      clickhouse,
      tenant,
      moments.filter((moment) => !asked.has(moment)),
    );
    const shown = new Map([...early, ...late].map((row) => [row.stored, row]));
    page.push(...moments.flatMap((moment) => shown.get(moment) ?? []));
    if (complete || page.length >= rows) return page.slice(0, rows);
    reached = moments.at(-1) ?? reached;
  }
}

/** In no order; without those that were voided. */
async function shownAt(
  clickhouse: ClickHouse,
  tenant: string,
  moments: readonly Instant[],
): Promise<PageRow[]> {
  if (moments.length === 0) return [];
  const found = await clickhouse.query(rowsOfMoments, tenant, {
    moments: [...moments],
    source: STATEMENT_SOURCE,
    voided: VOIDED,
  });
  return found.map(({ recorded_at: stored, id, data: json }) => ({ stored, id, json }));
}
