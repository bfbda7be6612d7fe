import { defineQuery, type ClickHouse, type NamedQuery, type QueryContext } from '#clickhouse';
import { z } from 'zod';
import type { Instant } from '#platform';
import { instantColumn, type FactOrigin } from './fact.ts';
import { FactMemory } from './fact-memory.ts';
import type { Held } from './fact-shelf.ts';
import { KeptFacts, type FactRange, type RecordedRange } from './kept-facts.ts';

export interface FactQueryDefinition<P extends object, R extends FactOrigin> {
  readonly name: string;
  /** the types of events that these facts are cut from */
  readonly types: readonly string[];
  readonly table: string;
  /** what is selected beside source, id, occurred_at and recorded_at; SQL, comma-separated */
  readonly columns: string;
  /** which rows, after the tenant; SQL */
  readonly where: string;
  /** which of them belong to a range, where that is more than their own recorded_at; SQL */
  readonly range?: string;
  /** the column that tells the rows of one event apart, where it gives several */
  readonly perEvent?: string & keyof R;
  readonly params: z.ZodType<P>;
  /** of a row as ClickHouse writes it, with source, id, occurred_at and recorded_at */
  readonly row: z.ZodType<R>;
}

/** A parameter of a range as a moment, in SQL. */
export const momentParameter = (name: 'after' | 'through') =>
  `parseDateTime64BestEffort({${name}:String}, 6, 'UTC')`;
const RECORDED_IN_RANGE = `recorded_at > ${momentParameter('after')} AND recorded_at <= ${momentParameter('through')}`;
const rangeParameters = z.object({ after: z.string(), through: z.string() });

/**
 * Facts of one table that readers ask for, apart from any clock. What was read through a connection is kept with it and read on
 * by what was recorded since.
 */
export class FactQuery<P extends object, R extends FactOrigin> implements FactRange<P, R> {
  readonly types: readonly string[];
  /** the facts of a range of the log in the order they were recorded */
  readonly range: NamedQuery<P & RecordedRange, Held<R>>;
  readonly rowKey: (fact: R) => string;
  private readonly kept = new WeakMap<FactMemory, Map<string, KeptFacts<P, R>>>();

  constructor(definition: FactQueryDefinition<P, R>) {
    const { types, perEvent } = definition;
    this.types = types;
    this.range = rangeQuery(definition);
    this.rowKey = perEvent === undefined ? () => '' : (fact) => String(fact[perEvent]);
  }

  /**
   * The facts known at a moment, in the order they were recorded, whenever they occurred. They are shared among readers, the same
   * array while they are the same: nobody may change them.
   * @param knownBy behind it nothing can still appear
   */
  async recall(
    clickhouse: ClickHouse,
    tenant: string,
    params: P,
    knownBy: Instant,
    context: QueryContext = {},
  ): Promise<readonly R[]> {
    const memory = FactMemory.of(clickhouse);
    const ofQuery = this.kept.get(memory) ?? new Map<string, KeptFacts<P, R>>();
    this.kept.set(memory, ofQuery);
    const key = JSON.stringify([tenant, params]);
    const kept = ofQuery.get(key) ?? new KeptFacts(this, memory, tenant, params);
    ofQuery.set(key, kept);
    const facts = await kept.read(knownBy, context);
    memory.used(kept, () => ofQuery.delete(key));
    return facts;
  }
}

/** Of an identity that the log holds twice the first recorded stands; each fact tells when it was voided, by the end of the range. */
function rangeQuery<P extends object, R extends FactOrigin>({
  name,
  table,
  columns,
  where,
  range,
  perEvent,
  params,
  row,
}: FactQueryDefinition<P, R>): NamedQuery<P & RecordedRange, Held<R>> {
  return defineQuery({
    name,
    sql: `
      SELECT ${columns}, source, id, occurred_at, recorded_at, voided_at
      FROM (
        SELECT * FROM ${table}
        WHERE tenant = {tenant:String} AND ${where} AND ${range ?? RECORDED_IN_RANGE}
        ORDER BY recorded_at
        LIMIT 1 BY source, id${perEvent === undefined ? '' : `, ${perEvent}`}
      ) AS facts
      LEFT ANY JOIN (
        SELECT target_source AS source, target_id AS id, min(void_facts.recorded_at) AS voided_at FROM void_facts
        WHERE tenant = {tenant:String} AND void_facts.recorded_at <= ${momentParameter('through')}
        GROUP BY target_source, target_id
      ) AS voids USING (source, id)
      ORDER BY recorded_at, source, id
      SETTINGS join_use_nulls = 1`,
    params: params.and(rangeParameters),
    row: heldRow(row),
  });
}

function heldRow<R>(row: z.ZodType<R>): z.ZodType<Held<R>> {
  return z.looseObject({ voided_at: instantColumn.nullable() }).transform((raw, context) => {
    const fact = row.safeParse(raw);
    if (fact.success) return { fact: fact.data, voidedAt: raw.voided_at };
    for (const { path, message } of fact.error.issues)
      context.addIssue({ code: 'custom', path: [...path], message });
    return z.NEVER;
  });
}
