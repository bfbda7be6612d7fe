import { createHash } from 'node:crypto';
import { logTableOf, type ClickHouse } from '#clickhouse';
import { canonicalIdentity, type Identity } from '#events';
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
