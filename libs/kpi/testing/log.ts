import { createHash } from 'node:crypto';
import { logTableOf, type ClickHouse } from '#clickhouse';
import { canonicalIdentity, type Identity } from '#events';
import { z } from 'zod';
import { moment } from './history.ts';

/** An event as a test writes it; times as `moment` reads them. */
export interface LogLine {
  readonly type: string;
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly recorded?: string;
  readonly id?: string;
  readonly source?: string;
  readonly program?: string;
  readonly subject?: string;
  readonly identities?: readonly string[];
}

/** Rows of the log `events`, as intake would write them; ids are numbered when not given. */
export class LogBook {
  private readonly rows: { readonly type: string; readonly [column: string]: unknown }[] = [];

  constructor(private readonly tenant = 'default') {}

  add(line: LogLine): this {
    const id = line.id ?? `event-${String(this.rows.length + 1).padStart(6, '0')}`;
    const data = JSON.stringify(line.data);
    this.rows.push({
      tenant: this.tenant,
      recorded_at: moment(line.recorded ?? line.at),
      source: line.source ?? 'urn:test',
      id,
      type: line.type,
      version: 1,
      subject: line.subject ?? '',
      program: line.program ?? '',
      occurred_at: moment(line.at),
      time_given: true,
      content_hash: createHash('sha256').update(data).digest('hex'),
      recorded_by: 'test',
      identities: line.identities ?? [],
      attributes: '',
      data,
      upcast_data: '',
      ...(line.type === 'plumbline.xapi.statement-stored' ? statementColumns(line.data) : {}),
    });
    return this;
  }

  /** An event of the product's own types that names a program. */
  event(
    noun: string,
    program: string,
    at: string,
    data: Record<string, unknown>,
    more: Partial<LogLine> = {},
  ): this {
    return this.add({ type: `plumbline.${noun}`, at, program, data: { program, ...data }, ...more });
  }

  /** A statement by a mailbox on an activity. */
  statement(
    mbox: string,
    verb: string,
    activity: string,
    at: string,
    more: Record<string, unknown> = {},
    recorded = at,
  ): this {
    const identity: Identity = { mbox: `mailto:${mbox}` };
    const actor = canonicalIdentity(identity);
    return this.add({
      type: 'plumbline.xapi.statement-stored',
      source: 'urn:plumbline:xapi',
      at,
      recorded,
      id: `statement-${this.rows.length}-${recorded}`,
      subject: actor,
      identities: [actor],
      data: { actor: identity, verb: { id: verb }, object: { id: activity }, ...more },
    });
  }

  async write(clickhouse: ClickHouse): Promise<void> {
    const tables = Map.groupBy(this.rows.splice(0), ({ type }) => logTableOf(type));
    for (const [table, rows] of tables) await clickhouse.insert(table, rows);
  }
}

const ids = z
  .array(z.object({ id: z.string() }))
  .transform((activities) => activities.map(({ id }) => id))
  .default([]);
const number = z.number().nullable().default(null);
const boolean = z.boolean().nullable().default(null);
const statement = z.object({
  verb: z.object({ id: z.string() }),
  object: z.object({ objectType: z.string().default('Activity'), id: z.string() }),
  result: z
    .object({
      completion: boolean,
      success: boolean,
      score: z.object({ scaled: number, raw: number, min: number, max: number }).prefault({}),
    })
    .prefault({}),
  context: z
    .object({
      registration: z.string().default(''),
      contextActivities: z.object({ grouping: ids, category: ids }).prefault({}),
    })
    .prefault({}),
});

/** What intake writes beside the JSON of a statement, for statements as these tests have them. */
function statementColumns(data: unknown): Readonly<Record<string, unknown>> {
  const { verb, object, result, context } = statement.parse(data);
  const { completion, success, score } = result;
  const { grouping, category } = context.contextActivities;
  return {
    verb: verb.id,
    object_type: object.objectType,
    object_id: object.id,
    registration: context.registration,
    related_activities: [object.id, ...grouping, ...category],
    grouping,
    cmi5: category.includes('https://w3id.org/xapi/cmi5/context/categories/cmi5'),
    completion,
    success,
    ...score,
  };
}
