import { type ClickHouse, defineQuery } from '#clickhouse';
import { STATEMENT_SOURCE } from '#events';
import type { Instant } from '#platform';
import { z } from 'zod';
import type { StatementsQuery } from '../http/parameters.ts';
import { VOIDED } from '../statement/check-statement.ts';
import { matchingMoments, type PageCut, type StatementStore } from './matching-moments.query.ts';

const verbOf = z.object({ verb: z.object({ id: z.string() }) });

export interface PageRow {
  readonly stored: Instant;
  readonly id: string;
  readonly json: string;
}

const MOST_VOIDED = 1_000;

/** Which statements others took back, of any moment; one more than `MOST_VOIDED` at most. */
const voidedIds = defineQuery({
  name: 'xapi.voided-statements',
  sql: `
    SELECT groupArray(target_id) AS ids FROM (
      SELECT target_id FROM void_facts WHERE tenant = {tenant:String} AND target_source = {source:String} LIMIT {limit:UInt32})`,
  params: z.object({ source: z.string(), limit: z.number() }),
  row: z.object({ ids: z.array(z.string()) }),
});

const row = z.object({
  recorded_at: z.string().transform((text) => text as Instant),
  id: z.string(),
  data: z.string(),
});

/** By `recorded_at`, the end of the sort key. */
const ROWS_OF_MOMENTS = `
  SELECT recorded_at, id, data FROM statement_events
  WHERE tenant = {tenant:String} AND recorded_at IN {moments:Array(DateTime64(6))}`;

const rowsOfMoments = defineQuery({
  name: 'xapi.statements-page',
  sql: ROWS_OF_MOMENTS,
  params: z.object({ moments: z.array(z.string()) }),
  row,
});

/** A void cannot be voided, even by one that came before it. */
const standingRowsOfMoments = defineQuery({
  name: 'xapi.standing-statements-page',
  sql: `${ROWS_OF_MOMENTS}
      AND (verb = {voided:String} OR id NOT IN (
        SELECT target_id FROM void_facts WHERE tenant = {tenant:String} AND target_source = {source:String}))`,
  params: z.object({ moments: z.array(z.string()), source: z.string(), voided: z.string() }),
  row,
});

/** Statements of a tenant that match a request and are not voided, in the asked order of `stored`, which no two of them share. */
export async function statementsPage(
  store: StatementStore,
  tenant: string,
  query: StatementsQuery,
  { through, after, rows }: PageCut,
): Promise<PageRow[]> {
  const { clickhouse } = store;
  const voided = voidedStatements(clickhouse, tenant);
  const page: PageRow[] = [];
  for (let reached = after; ;) {
    const { likely, all } = matchingMoments(store, tenant, query, { through, after: reached, rows });
    const [{ moments, complete }, asked, early] = await Promise.all([
      all,
      likely.then((some) => new Set(some)),
      Promise.all([likely, voided]).then(([some, ids]) => shownAt(clickhouse, tenant, some, ids)),
    ]);
    const late = await shownAt(
      clickhouse,
      tenant,
      moments.filter((moment) => !asked.has(moment)),
      await voided,
    );
    const shown = new Map([...early, ...late].map((row) => [row.stored, row]));
    page.push(...moments.flatMap((moment) => shown.get(moment) ?? []));
    if (complete || page.length >= rows) return page.slice(0, rows);
    reached = moments.at(-1) ?? reached;
  }
}

/** Null: too many to be asked for with every page. */
async function voidedStatements(clickhouse: ClickHouse, tenant: string): Promise<ReadonlySet<string> | null> {
  const limit = MOST_VOIDED + 1;
  const [found] = await clickhouse.query(voidedIds, tenant, { source: STATEMENT_SOURCE, limit });
  const ids = found?.ids ?? [];
  return ids.length < limit ? new Set(ids) : null;
}

/**
 * In no order; without those that were voided.
 * @param voided asked for while the moments are searched, so that it costs a page no time; null: the store leaves them out
 */
async function shownAt(
  clickhouse: ClickHouse,
  tenant: string,
  moments: readonly Instant[],
  voided: ReadonlySet<string> | null,
): Promise<PageRow[]> {
  if (moments.length === 0) return [];
  const asked = { moments: [...moments] };
  const found =
    voided === null
      ? await clickhouse.query(standingRowsOfMoments, tenant, {
          ...asked,
          source: STATEMENT_SOURCE,
          voided: VOIDED,
        })
      : await clickhouse.query(rowsOfMoments, tenant, asked);
  return found
    .filter(({ id, data }) => !voided?.has(id) || takesBack(data))
    .map(({ recorded_at: stored, id, data: json }) => ({ stored, id, json }));
}

function takesBack(json: string): boolean {
  return verbOf.parse(JSON.parse(json)).verb.id === VOIDED;
}
