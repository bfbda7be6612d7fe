import { type ClickHouse, defineQuery } from '#clickhouse';
import { STATEMENT_SOURCE } from '#events';
import type { Instant } from '#platform';
import { z } from 'zod';
import type { StatementsQuery } from '../http/parameters.ts';
import type { KnownReferences } from './references/known-references.ts';
import { IndexKeys, type Naming } from './statement-index.ts';

/** Where statements are read from. */
export interface StatementStore {
  readonly clickhouse: ClickHouse;
  readonly references: KnownReferences;
}

/** What a page is cut by beside the parameters of the request. */
export interface PageCut {
  /** The newest `stored` that the page may hold. */
  readonly through: Instant;
  /** The last statement of the page before; null on the first. */
  readonly after: Instant | null;
  readonly rows: number;
}

/** When statements that match were stored, which no two of a store share. */
export interface MatchingMoments {
  /** At most as many as asked for, each once, in the asked order. */
  readonly moments: readonly Instant[];
  /** Nothing matches beyond them. */
  readonly complete: boolean;
}

const params = z.object({
  kinds: z.array(z.string()),
  values: z.array(z.string()),
  since: z.string(),
  until: z.string(),
  through: z.string(),
  after: z.string(),
  rows: z.number(),
  source: z.string(),
});
const row = z.object({ recorded_at: z.string().transform((text) => text as Instant) });

export interface Matching {
  /** Found sooner and most often all: those that match by what they themselves say. */
  readonly likely: Promise<readonly Instant[]>;
  readonly all: Promise<MatchingMoments>;
}

/**
 * Statements of a tenant that match a request, voided ones too. Two searches at once: for those that match, in the index alone, and for
 * those about one that matches.
 */
export function matchingMoments(
  { clickhouse, references }: StatementStore,
  tenant: string,
  query: StatementsQuery,
  cut: PageCut,
): Matching {
  const search = (sql: (keys: IndexKeys) => string) => searchOf(clickhouse, tenant, query, cut, sql);
  const [first, ...others] = namingsOf(query);
  const continued = cut.after !== null;
  const matching = search((keys) =>
    first ? own(query, continued, [first, ...others], keys) : everything(query, continued),
  );
  const about = async (namings: readonly Naming[]): Promise<Found> => {
    const known = await references.storedBy(tenant, cut.through);
    if (known === null) return search((keys) => referring(query, continued, namings, keys));
    return { moments: known.referringTo(namings, cut.through).filter(isWithin(query, cut)), last: null };
  };
  const searches = first ? [matching, about([first, ...others])] : [matching];
  return {
    likely: matching.then(({ moments }) => moments.slice(0, cut.rows)),
    all: Promise.all(searches).then((found) => merged(found, query.ascending, cut.rows)),
  };
}

interface Found {
  readonly moments: readonly Instant[];
  /** Where the search was cut off; null when it told of all. */
  readonly last: Instant | null;
}

async function searchOf(
  clickhouse: ClickHouse,
  tenant: string,
  { since, until }: StatementsQuery,
  { through, after, rows }: PageCut,
  sql: (keys: IndexKeys) => string,
): Promise<Found> {
  const keys = new IndexKeys();
  const named = defineQuery({ name: 'xapi.matching-moments', sql: sql(keys), params, row });
  // An index row may be there twice until parts are merged: cut again after a crash while the first cut still ran.
  const limit = rows * 2;
  const found = await clickhouse.query(named, tenant, {
    ...keys.params,
    since: since ?? '',
    until: until ?? '',
    through,
    after: after ?? '',
    rows: limit,
    source: STATEMENT_SOURCE,
  });
  const moments = [...new Set(found.map(({ recorded_at }) => recorded_at))];
  return { moments, last: found.length < limit ? null : (moments.at(-1) ?? null) };
}

/** Beyond the last moment of a search that was cut off others may lie that it did not tell of. */
function merged(searches: readonly Found[], ascending: boolean, rows: number): MatchingMoments {
  const inOrder = (a: Instant, b: Instant) => (a === b ? 0 : a < b === ascending ? -1 : 1);
  const cuts = searches.flatMap(({ last }) => last ?? []);
  const all = [...new Set(searches.flatMap(({ moments }) => moments))].toSorted(inOrder);
  const known = all.filter((moment) => cuts.every((cut) => inOrder(moment, cut) <= 0));
  return { moments: known.slice(0, rows), complete: cuts.length === 0 && known.length <= rows };
}

/** What a statement must name, the commonest first: that one is read in order and the others are looked up. */
function namingsOf(query: StatementsQuery): Naming[] {
  const namings: Naming[] = [];
  if (query.verb !== null) namings.push({ kinds: ['verb'], values: [query.verb] });
  if (query.activity !== null)
    namings.push({
      kinds: query.relatedActivities ? ['activity', 'related-activity'] : ['activity'],
      values: [query.activity],
    });
  if (query.agent !== null)
    namings.push({
      kinds: query.relatedAgents ? ['agent', 'related-agent'] : ['agent'],
      values: query.agent,
    });
  if (query.registration !== null) namings.push({ kinds: ['registration'], values: [query.registration] });
  return namings;
}

function everything(query: StatementsQuery, continued: boolean): string {
  const direction = query.ascending ? 'ASC' : 'DESC';
  return `
    SELECT recorded_at FROM statement_events
    WHERE tenant = {tenant:String} AND ${within(query, continued)}
    ORDER BY tenant ${direction}, recorded_at ${direction} LIMIT {rows:UInt32} ${SMALL_BLOCKS}`;
}

/** What is read in ascending order is read by whole blocks, of each part one, which are of 65,000 rows if nothing is said. */
const SMALL_BLOCKS = 'SETTINGS max_block_size = 1024';

function own(
  query: StatementsQuery,
  continued: boolean,
  [first, ...others]: [Naming, ...Naming[]],
  keys: IndexKeys,
): string {
  const direction = query.ascending ? 'ASC' : 'DESC';
  const cut = [
    within(query, continued),
    ...others.map((naming) => `recorded_at IN (${named(naming, keys)})`),
  ];
  // Of each key apart: one key is read from its end and no further than the page needs.
  const lists = keys.of(first).map(
    (key) => `
    SELECT recorded_at FROM statement_index
    WHERE tenant = {tenant:String} AND key = ${key} AND ${cut.join(' AND ')}
    ORDER BY tenant ${direction}, key ${direction}, recorded_at ${direction} LIMIT {rows:UInt32}`,
  );
  return `
    SELECT recorded_at FROM (${lists.join(' UNION ALL ')})
    ORDER BY recorded_at ${direction} LIMIT {rows:UInt32}`;
}

function named(naming: Naming, keys: IndexKeys): string {
  return `SELECT recorded_at FROM statement_index WHERE tenant = {tenant:String} AND key IN (${keys.of(naming).join(', ')})`;
}

/** How far a StatementRef is followed: references may run in a circle, as a target may come after what names it. */
const DEEPEST_REFERENCE = 16;

/**
 * Statements about a statement that matches, or about one about it, match too (xAPI 1.0.3 Communication 2.1.4). `since`, `until` and `limit`
 * do not apply to the target. Asked where there are more references than are remembered; they are followed from the targets that match.
 */
function referring(
  query: StatementsQuery,
  continued: boolean,
  namings: readonly Naming[],
  keys: IndexKeys,
): string {
  const direction = query.ascending ? 'ASC' : 'DESC';
  const isReference = `tenant = {tenant:String} AND recorded_at IN (${named({ kinds: ['reference'], values: [''] }, keys)})`;
  const targets = `
    SELECT recorded_at FROM event_identities
    WHERE tenant = {tenant:String} AND source = {source:String} AND id IN (SELECT object_id FROM statement_events WHERE ${isReference})`;
  // Targets are few and a verb may have millions of statements: looked up are the targets alone.
  const matching = namings.map(
    (naming) => `recorded_at IN (${named(naming, keys)} AND recorded_at IN (${targets}))`,
  );
  return `
    WITH RECURSIVE told AS (
      SELECT id, 1 AS depth FROM statement_events WHERE tenant = {tenant:String} AND ${matching.join(' AND ')}
      UNION ALL
      SELECT referring.id, told.depth + 1 AS depth
      FROM (SELECT id, object_id FROM statement_events WHERE ${isReference}) AS referring
      INNER JOIN told ON referring.object_id = told.id
      WHERE told.depth < ${DEEPEST_REFERENCE})
    SELECT recorded_at FROM statement_events
    WHERE ${isReference} AND ${within(query, continued)} AND object_id IN (SELECT id FROM told)
    ORDER BY tenant ${direction}, recorded_at ${direction} LIMIT {rows:UInt32}`;
}

/** As `within`, which says it to the store. */
function isWithin({ since, until, ascending }: StatementsQuery, { through, after }: PageCut) {
  return (moment: Instant): boolean =>
    moment <= through &&
    (since === null || moment > since) &&
    (until === null || moment <= until) &&
    (after === null || (ascending ? moment > after : moment < after));
}

function within(query: StatementsQuery, continued: boolean): string {
  const moment = (name: string) => `parseDateTime64BestEffort({${name}:String}, 6, 'UTC')`;
  const conditions = [`recorded_at <= ${moment('through')}`];
  if (query.since !== null) conditions.push(`recorded_at > ${moment('since')}`);
  if (query.until !== null) conditions.push(`recorded_at <= ${moment('until')}`);
  if (continued) conditions.push(`recorded_at ${query.ascending ? '>' : '<'} ${moment('after')}`);
  return conditions.join(' AND ');
}
