import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ClickHouseLogLevel, createClient, type ClickHouseClient, type ResultSet } from '@clickhouse/client';
import { z } from 'zod';
import { asClickHouseFailure, ClickHouseUnanswered, isBrokenConnection, UnexpectedRow } from './errors.ts';
import type { NamedQuery } from './named-query.ts';
import { clickHouseParameters } from './query-parameters.ts';
import type { Columns } from './row-binary.ts';
import type { DatabaseAddress } from './server-address.ts';

export type Settings = Readonly<Record<string, string | number>>;

export interface QueryContext {
  /** Of the HTTP request that the query serves; joined to the query in `log_comment`. */
  readonly requestId?: string;
  readonly settings?: Settings;
}

export interface InsertOptions extends QueryContext {
  /** `insert_deduplication_token`: tables with a deduplication window store a token's rows once. */
  readonly token?: string;
}

export interface ConnectOptions {
  /** Silence after which a query or insert counts as unanswered; commands may take an hour. */
  readonly requestTimeoutMs?: number;
}

/** Sent with everything, so that answers do not depend on how a server is configured. */
const SESSION = {
  session_timezone: 'UTC',
  date_time_output_format: 'iso',
  output_format_json_quote_64bit_integers: 1,
} as const;

/** `async_insert` would acknowledge before the rows are stored; a misspelt column must not be dropped in silence. */
const INSERT = {
  async_insert: 0,
  input_format_skip_unknown_fields: 0,
  date_time_input_format: 'best_effort',
} as const;

/**
 * A server keeps an idle connection for 3 s at the least. A busy event loop runs timers late, so that a connection's age is looked
 * at again before it is used.
 */
const KEEP_ALIVE = { idle_socket_ttl: 1500, eagerly_destroy_stale_sockets: true } as const;
const REQUEST_TIMEOUT_MS = 60_000;
const COMMAND_TIMEOUT_MS = 3_600_000;
/** Rows of an endless source that go into one insert; each is stored whole or not at all. */
const INSERT_BLOCK_ROWS = 20_000;
const parameterRecord = z.record(z.string(), z.unknown());

/**
 * The product's one way to ClickHouse, bound to one database. Every method throws `ClickHouseRefused` when the server
 * answers with an exception and `ClickHouseUnanswered` when it is not known what became of the work.
 */
export class ClickHouse {
  private constructor(
    readonly address: DatabaseAddress,
    private readonly client: ClickHouseClient,
    private readonly patient: ClickHouseClient,
  ) {}

  /** Connects lazily: nothing is sent before the first call. */
  static connect(address: DatabaseAddress, options: ConnectOptions = {}): ClickHouse {
    const open = (timeout: number): ClickHouseClient =>
      createClient({
        url: address.url,
        username: address.user,
        password: address.password,
        database: address.database,
        application: 'plumbline',
        request_timeout: timeout,
        max_open_connections: 32,
        keep_alive: KEEP_ALIVE,
        clickhouse_settings: SESSION,
        log: { level: ClickHouseLogLevel.OFF },
      });
    return new ClickHouse(
      address,
      open(options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS),
      open(COMMAND_TIMEOUT_MS),
    );
  }

  get database(): string {
    return this.address.database;
  }

  /** Runs a named query for one tenant and returns all its rows. @throws UnexpectedRow */
  async query<P, R>(
    query: NamedQuery<P, R>,
    tenant: string,
    params: P,
    context: QueryContext = {},
  ): Promise<R[]> {
    const result = await this.start(query, tenant, params, context);
    let rows: unknown[];
    try {
      rows = await result.json<unknown>();
    } catch (error) {
      throw asClickHouseFailure(query.name, error);
    }
    return parseRows(query, rows);
  }

  /** Runs a named query and yields its rows in batches as they arrive; leaving the loop early ends the query. */
  async *stream<P, R>(
    query: NamedQuery<P, R>,
    tenant: string,
    params: P,
    context: QueryContext = {},
  ): AsyncGenerator<R[], void, undefined> {
    const result = await this.start(query, tenant, params, context);
    try {
      for await (const batch of result.stream<unknown>()) {
        yield parseRows(
          query,
          batch.map((row) => row.json()),
        );
      }
    } catch (error) {
      throw error instanceof UnexpectedRow ? error : asClickHouseFailure(query.name, error);
    } finally {
      result.close();
    }
  }

  /** Runs a named query and yields its answer as it arrives in the format RowBinary, in pieces that end anywhere. */
  async *streamBinary<P>(
    query: NamedQuery<P, never>,
    tenant: string,
    params: P,
    context: QueryContext = {},
  ): AsyncGenerator<Buffer, void, undefined> {
    try {
      const { stream } = await this.client.exec({
        query: `${query.sql}\nFORMAT RowBinary`,
        ...querySettings(query, tenant, params, context),
      });
      for await (const piece of stream) yield Buffer.from(piece);
    } catch (error) {
      throw asClickHouseFailure(query.name, error);
    }
  }

  /**
   * Inserts rows (keys are column names). An array is one insert: all of it or nothing. An async source is cut into
   * inserts of 20,000 rows, each all or nothing; their tokens are `token:0`, `token:1`, …
   */
  async insert(
    table: string,
    rows: readonly object[] | AsyncIterable<object>,
    options: InsertOptions = {},
  ): Promise<{ queryId: string }> {
    if (!(Symbol.asyncIterator in rows)) return this.insertBlock(table, rows, options);
    let last = { queryId: '' };
    let index = 0;
    for await (const block of blocksOf(rows)) {
      const token = options.token === undefined ? {} : { token: `${options.token}:${index}` };
      last = await this.insertBlock(table, block, { ...options, ...token });
      index += 1;
    }
    return last;
  }

  /** Inserts what `encodeRowBinary` made of rows with these columns as one insert: for what comes by the thousand. */
  async insertEncoded(
    table: string,
    columns: Columns,
    rows: readonly Buffer[],
    options: InsertOptions = {},
  ): Promise<{ queryId: string }> {
    const queryId = randomUUID();
    try {
      const { stream } = await this.client.exec({
        query: `INSERT INTO ${table} (${Object.keys(columns).join(', ')}) FORMAT RowBinary`,
        values: Readable.from(rows),
        query_id: queryId,
        clickhouse_settings: insertSettings(table, options),
      });
      await finished(stream.resume());
    } catch (error) {
      throw asClickHouseFailure(`an insert into ${table}`, error);
    }
    return { queryId };
  }

  /** Data definition and maintenance. `name` is for `log_comment` and errors: `migrate.0001`. */
  async command(
    name: string,
    sql: string,
    params: Readonly<Record<string, unknown>> = {},
    settings: Settings = {},
  ): Promise<void> {
    try {
      await this.patient.command({
        query: sql,
        query_params: clickHouseParameters(sql, params),
        clickhouse_settings: { async_insert: 0, ...comment(name), ...settings },
      });
    } catch (error) {
      throw asClickHouseFailure(name, error);
    }
  }

  /** A command that may be done twice: sent once more when the connection broke, whatever became of the first. */
  async repeatable(name: string, sql: string): Promise<void> {
    try {
      await this.command(name, sql);
    } catch (error) {
      if (!(error instanceof ClickHouseUnanswered) || !isBrokenConnection(error.cause)) throw error;
      await this.command(name, sql);
    }
  }

  /** Whether a server answers; says nothing about credentials. */
  async ping(): Promise<boolean> {
    const { success } = await this.client.ping();
    return success;
  }

  /** Whether a server answers a query with these credentials. */
  async answers(): Promise<boolean> {
    const { success } = await this.client.ping({ select: true });
    return success;
  }

  async close(): Promise<void> {
    await Promise.all([this.client.close(), this.patient.close()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private async start<P, R>(
    query: NamedQuery<P, R>,
    tenant: string,
    params: P,
    context: QueryContext,
  ): Promise<ResultSet<'JSONEachRow'>> {
    const settings = querySettings(query, tenant, params, context);
    const send = () => this.client.query({ query: query.sql, format: 'JSONEachRow', ...settings });
    try {
      // What only reads may be asked again.
      return await send().catch((error: unknown) => {
        if (isBrokenConnection(error)) return send();
        throw error;
      });
    } catch (error) {
      throw asClickHouseFailure(query.name, error);
    }
  }

  private async insertBlock(
    table: string,
    rows: readonly object[],
    options: InsertOptions,
  ): Promise<{ queryId: string }> {
    const queryId = randomUUID();
    if (rows.length === 0) return { queryId };
    try {
      await this.client.insert({
        table,
        values: rows,
        format: 'JSONEachRow',
        query_id: queryId,
        clickhouse_settings: insertSettings(table, options),
      });
    } catch (error) {
      throw asClickHouseFailure(`an insert into ${table}`, error);
    }
    return { queryId };
  }
}

function querySettings<P>(
  query: NamedQuery<P, unknown>,
  tenant: string,
  params: P,
  context: QueryContext,
): { query_params: Readonly<Record<string, unknown>>; clickhouse_settings: Settings } {
  const parsed = parameterRecord.parse(query.params.parse(params));
  return {
    query_params: { ...clickHouseParameters(query.sql, parsed), tenant },
    clickhouse_settings: { ...comment(query.name, context.requestId), ...context.settings },
  };
}

function insertSettings(table: string, { requestId, token, settings }: InsertOptions): Settings {
  return {
    ...INSERT,
    ...comment(`insert.${table}`, requestId),
    ...(token === undefined ? {} : { insert_deduplication_token: token }),
    ...settings,
  };
}

function comment(query: string, requestId?: string): { log_comment: string } {
  return { log_comment: JSON.stringify({ query, ...(requestId === undefined ? {} : { requestId }) }) };
}

/** zod is called once per batch, which is several times faster than once per row. */
function parseRows<R>(query: { readonly name: string; readonly row: z.ZodType<R> }, rows: unknown[]): R[] {
  const parsed = z.array(query.row).safeParse(rows);
  if (!parsed.success) throw new UnexpectedRow(query.name, { cause: parsed.error });
  return parsed.data;
}

async function* blocksOf(rows: AsyncIterable<object>): AsyncGenerator<object[]> {
  let block: object[] = [];
  for await (const row of rows) {
    block.push(row);
    if (block.length === INSERT_BLOCK_ROWS) {
      yield block;
      block = [];
    }
  }
  if (block.length > 0) yield block;
}
