import { encodeRowBinary, type ClickHouse, type Columns } from '#clickhouse';
import { instantToMicros, type Clock, type IdSource } from '#platform';

/** Bytes of one piece of a content. */
export const CHUNK_BYTES = 1024 * 1024;
/** Bytes and pieces that wait for one insert: a request of a thousand small contents must not make a thousand parts. */
const INSERT_BYTES = 4 * CHUNK_BYTES;
const INSERT_CHUNKS = 1000;

const COLUMNS = {
  tenant: 'String',
  upload: 'String',
  number: 'UInt32',
  recorded_at: 'DateTime64(6)',
  content: 'Bytes',
} as const satisfies Columns;

interface Chunk {
  readonly upload: string;
  readonly number: number;
  readonly content: Buffer;
}

export interface ChunkStore {
  readonly clickhouse: ClickHouse;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** @throws Problem 503 when this process may not write */
  requireWriter(): void;
}

/** Writes the contents of one request in pieces. Adding waits while pieces are inserted, so that no more than 4 MiB are held. */
export class ChunkWriter {
  private waiting: Chunk[] = [];
  private waitingBytes = 0;
  private upload = '';
  private number = 0;
  private parts: Buffer[] = [];
  private bytes = 0;

  constructor(
    private readonly store: ChunkStore,
    private readonly tenant: string,
  ) {}

  /** A new upload: what is added from now on is its content. */
  begin(upload: string): void {
    this.upload = upload;
    this.number = 0;
  }

  async add(content: Buffer): Promise<void> {
    let rest = content;
    while (rest.byteLength > 0) {
      const part = rest.subarray(0, CHUNK_BYTES - this.bytes);
      rest = rest.subarray(part.byteLength);
      this.parts.push(part);
      this.bytes += part.byteLength;
      if (this.bytes === CHUNK_BYTES) await this.cut();
    }
  }

  /** The content of the upload is complete. One without a byte has a piece too, so that it can be found. */
  async end(): Promise<void> {
    if (this.bytes > 0 || this.number === 0) await this.cut();
  }

  /** Waits until everything that was added is on disk. */
  async flush(): Promise<void> {
    const chunks = this.waiting;
    if (chunks.length === 0) return;
    this.waiting = [];
    this.waitingBytes = 0;
    this.store.requireWriter();
    const recorded_at = instantToMicros(this.store.clock.now());
    const rows = chunks.map((chunk) => ({ tenant: this.tenant, recorded_at, ...chunk }));
    const token = this.store.ids.uuid();
    await this.store.clickhouse.insertEncoded('attachment_chunks', COLUMNS, encodeRowBinary(COLUMNS, rows), {
      token,
    });
  }

  private async cut(): Promise<void> {
    this.waiting.push({
      upload: this.upload,
      number: this.number,
      content: Buffer.concat(this.parts, this.bytes),
    });
    this.waitingBytes += this.bytes;
    this.number += 1;
    this.parts = [];
    this.bytes = 0;
    if (this.waitingBytes >= INSERT_BYTES || this.waiting.length >= INSERT_CHUNKS) await this.flush();
  }
}
