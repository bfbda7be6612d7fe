import { slicesByLength, type ClickHouse } from '#clickhouse';
import type { EventLog } from '#event-log';
import { instantFromMillis, instantToMillis, type Clock, type IdSource } from '#platform';
import { heldContents, strayUploads, type HeldContent } from './attachments.query.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { readContents, type ContentPiece } from './content-reader.ts';

/** Injection token of the {@link AttachmentStore}. */
export const ATTACHMENT_STORE = Symbol('AttachmentStore');

/** How long an upload may be without a stored statement: longer than any request takes from its last piece to its statements. */
const STRAY_MILLIS = 3_600_000;
const STRAYS_AT_ONCE = 10_000;

/** A content that came with a request, found true, and a statement that names it. */
export interface NamedUpload extends HeldContent {
  readonly statement: string;
  readonly statementHash: string;
}

/**
 * The contents of attachments of every tenant. A content is cut into pieces under an upload id made here while it comes in; the
 * row that leads from its SHA-2 to the upload is written when it was found true; it is held once its statement is stored.
 */
export class AttachmentStore {
  /** Uploads of requests under way, which are not swept however long they take. */
  private readonly living = new Set<string>();

  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  held(tenant: string, sha2: readonly string[]): Promise<ReadonlyMap<string, HeldContent>> {
    return heldContents(this.clickhouse, tenant, sha2);
  }

  writer(tenant: string): ChunkWriter {
    const { clickhouse, clock, ids } = this;
    return new ChunkWriter({ clickhouse, clock, ids, requireWriter: () => this.log.requireWriter() }, tenant);
  }

  /** A new upload; to be released when its request is through. */
  begin(): string {
    const upload = this.ids.uuid();
    this.living.add(upload);
    return upload;
  }

  release(uploads: Iterable<string>): void {
    for (const upload of uploads) this.living.delete(upload);
  }

  /** Leads from each SHA-2 to its upload: on disk before the statements are. */
  async name(tenant: string, uploads: readonly NamedUpload[]): Promise<void> {
    if (uploads.length === 0) return;
    this.log.requireWriter();
    const recorded_at = this.clock.now();
    const rows = uploads.map(({ statementHash: statement_hash, ...rest }) => ({
      tenant,
      ...rest,
      statement_hash,
      recorded_at,
    }));
    await this.clickhouse.insert('attachments', rows, { token: this.ids.uuid() });
  }

  /** What is held, in the order that is asked for. @throws Error, see `readContents` */
  contents(tenant: string, held: readonly HeldContent[]): AsyncGenerator<ContentPiece, void, undefined> {
    return readContents(this.clickhouse, tenant, held);
  }

  /** Deletes uploads that no stored statement leads to: of refused and broken requests. @returns how many */
  async sweep(): Promise<number> {
    const before = instantFromMillis(instantToMillis(this.clock.now()) - STRAY_MILLIS);
    const strays = (await strayUploads(this.clickhouse, before, STRAYS_AT_ONCE)).filter(
      ({ upload }) => !this.living.has(upload),
    );
    for (const [tenant, own] of Map.groupBy(strays, (stray) => stray.tenant)) {
      for (const uploads of slicesByLength(own.map(({ upload }) => upload))) {
        this.log.requireWriter();
        // What leads to the pieces goes first: nothing is ever found without its content.
        for (const table of ['attachments', 'attachment_chunks'])
          await this.clickhouse.command(
            `sweep.${table}`,
            `DELETE FROM ${table} WHERE tenant = {tenant:String} AND upload IN {uploads:Array(String)}`,
            { tenant, uploads },
          );
      }
    }
    return strays.length;
  }
}
