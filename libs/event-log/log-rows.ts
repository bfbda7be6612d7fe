import { setImmediate } from 'node:timers/promises';
import {
  EVENT_COLUMNS,
  STATEMENT_COLUMNS,
  encodeRowBinary,
  logTableOf,
  type ClickHouse,
  type Columns,
  type InsertOptions,
  type LogTable,
  type RowOf,
} from '#clickhouse';
import { instantToMicros, type Instant } from '#platform';
import type { RecordedEvent } from './append-group.ts';

const STATEMENT_EVENT_COLUMNS = { ...EVENT_COLUMNS, ...STATEMENT_COLUMNS };
type EventRow = RowOf<typeof EVENT_COLUMNS>;
type StatementRow = RowOf<typeof STATEMENT_EVENT_COLUMNS>;

/** What goes into one table of the log as one insert. */
export interface TableInsert {
  readonly table: LogTable;
  /** When the first and the last of its rows were recorded. */
  readonly first: Instant;
  readonly last: Instant;
  readonly rows: number;
  send(clickhouse: ClickHouse, options: InsertOptions): Promise<unknown>;
}

/** Rows that are encoded in one turn of the event loop: some 2 ms, and about as many bytes as a piece has. */
const ROWS_AT_ONCE = 200;

/** A request whose events are of several kinds is several inserts; a batch that must be whole is of one kind. */
export async function insertsByTable(recorded: readonly RecordedEvent[]): Promise<TableInsert[]> {
  const inserts: TableInsert[] = [];
  for (const [table, events] of Map.groupBy(recorded, ({ event }) => logTableOf(event.type)))
    inserts.push(
      table === 'statement_events'
        ? await insertOf(table, events, STATEMENT_EVENT_COLUMNS, statementRow)
        : await insertOf(table, events, EVENT_COLUMNS, eventRow),
    );
  return inserts;
}

/** Encoded here and row by row: objects that stood until the insert is answered would be taken for lasting ones. */
async function insertOf<C extends Columns>(
  table: LogTable,
  events: readonly RecordedEvent[],
  columns: C,
  rowOf: (event: RecordedEvent) => RowOf<C>,
): Promise<TableInsert> {
  const encoded: Buffer[] = [];
  for (let first = 0; first < events.length; first += ROWS_AT_ONCE) {
    if (first > 0) await setImmediate();
    encoded.push(...encodeRowBinary(columns, rowsOf(events.slice(first, first + ROWS_AT_ONCE), rowOf)));
  }
  return {
    table,
    first: momentOf(events[0]),
    last: momentOf(events.at(-1)),
    rows: events.length,
    send: (to, options) => to.insertEncoded(table, columns, encoded, options),
  };
}

function* rowsOf<Row>(
  events: readonly RecordedEvent[],
  rowOf: (event: RecordedEvent) => Row,
): Generator<Row> {
  for (const event of events) yield rowOf(event);
}

function momentOf(event: RecordedEvent | undefined): Instant {
  if (!event) throw new Error('An insert has at least one row.');
  return event.recordedAt;
}

function eventRow({ tenant, recordedBy, event, recordedAt }: RecordedEvent): EventRow {
  const recordedMicros = instantToMicros(recordedAt);
  return {
    tenant,
    recorded_at: recordedMicros,
    source: event.source,
    id: event.id,
    type: event.type,
    version: event.version,
    subject: event.subject,
    program: event.program,
    occurred_at: event.occurredAt === null ? recordedMicros : instantToMicros(event.occurredAt),
    time_given: event.occurredAt !== null,
    content_hash: event.contentHash,
    recorded_by: recordedBy,
    identities: event.identities,
    attributes: event.attributes,
    data: typeof event.data === 'string' ? event.data : event.data(recordedAt),
    upcast_data: event.upcastData,
  };
}

function statementRow(recorded: RecordedEvent): StatementRow {
  const { id, type, statement } = recorded.event;
  if (!statement) throw new Error(`Event ${id} is a ${type} without the columns of a statement.`);
  const { objectType, objectId, relatedActivities, ...same } = statement;
  return {
    ...eventRow(recorded),
    ...same,
    object_type: objectType,
    object_id: objectId,
    related_activities: relatedActivities,
  };
}
