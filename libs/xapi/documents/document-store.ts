import { encodeRowBinary, type ClickHouse, type Columns } from '#clickhouse';
import type { EventLog } from '#event-log';
import { instantToMicros, Turns, type Clock, type IdSource, type Instant } from '#platform';
import { createHash } from 'node:crypto';
import type { DocumentContext, DocumentKey, DocumentScope } from './document-key.ts';
import {
  documentsOf,
  lastWritten,
  type Document,
  type LastWritten,
  type ListedDocument,
  type StoredDocument,
} from './documents.query.ts';

/** Injection token of the {@link DocumentStore}. */
export const DOCUMENT_STORE = Symbol('DocumentStore');

/** What is to be written, decided with the document that stands; null: nothing. */
export type Decision = (standing: StoredDocument | null) => Document | 'delete' | null;

/** Who writes. */
export interface DocumentWriter {
  readonly tenant: string;
  readonly keyId: string;
}

const COLUMNS = {
  tenant: 'String',
  kind: 'String',
  activity: 'String',
  agent: 'String',
  registration: 'String',
  id: 'String',
  content_type: 'String',
  content: 'Bytes',
  sha1: 'FixedString(40)',
  deleted: 'Bool',
  recorded_by: 'String',
  updated_at: 'DateTime64(6)',
} as const satisfies Columns;

const NO_CONTENT: Document = { contentType: '', content: Buffer.alloc(0) };

/**
 * The documents of every tenant. Writers of one context take turns, in the one process that holds the store's lease: what a
 * decision sees is what it replaces, so that no update is lost. A write has returned when it is on disk.
 */
export class DocumentStore {
  private readonly turns = new Turns();

  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  async find(tenant: string, key: DocumentKey): Promise<StoredDocument | null> {
    const last = await lastWritten(this.clickhouse, tenant, key);
    return last === null || last.deleted ? null : last;
  }

  list(tenant: string, scope: DocumentScope, since: Instant | null): Promise<ListedDocument[]> {
    return documentsOf(this.clickhouse, tenant, scope, since);
  }

  /** Writes what is decided on the document that stands. What the decision throws leaves everything as it is. */
  write({ tenant, keyId }: DocumentWriter, key: DocumentKey, decide: Decision): Promise<void> {
    return this.turns.run(contextOf(tenant, key), async () => {
      const last = await lastWritten(this.clickhouse, tenant, key);
      const decision = decide(last === null || last.deleted ? null : last);
      if (decision === null) return;
      const row = this.row({ tenant, keyId }, key, decision, last?.updatedAt ?? null);
      await this.insert([row]);
    });
  }

  /** Deletes every document of a scope in one insert: all of them or none. */
  deleteAll({ tenant, keyId }: DocumentWriter, scope: DocumentScope): Promise<void> {
    return this.turns.run(contextOf(tenant, scope), async () => {
      const listed = await documentsOf(this.clickhouse, tenant, scope, null);
      const { kind, activity, agent } = scope;
      await this.insert(
        listed.map(({ registration, id, updatedAt }) =>
          this.row({ tenant, keyId }, { kind, activity, agent, registration, id }, 'delete', updatedAt),
        ),
      );
    });
  }

  private row(
    { tenant, keyId }: DocumentWriter,
    { kind, activity, agent, registration, id }: DocumentKey,
    decision: Document | 'delete',
    last: LastWritten['updatedAt'] | null,
  ) {
    const { contentType, content } = decision === 'delete' ? NO_CONTENT : decision;
    const now = instantToMicros(this.clock.now());
    const before = last === null ? null : instantToMicros(last);
    return {
      tenant,
      kind,
      activity,
      agent,
      registration,
      id,
      content_type: contentType,
      content,
      sha1: createHash('sha1').update(content).digest('hex'),
      deleted: decision === 'delete',
      recorded_by: keyId,
      updated_at: before !== null && before >= now ? before + 1n : now,
    };
  }

  private async insert(rows: readonly ReturnType<DocumentStore['row']>[]): Promise<void> {
    if (rows.length === 0) return;
    this.log.requireWriter();
    const encoded = encodeRowBinary(COLUMNS, rows);
    await this.clickhouse.insertEncoded('documents', COLUMNS, encoded, { token: this.ids.uuid() });
  }
}

function contextOf(tenant: string, { kind, activity, agent }: DocumentContext): string {
  return JSON.stringify([tenant, kind, activity, agent]);
}
