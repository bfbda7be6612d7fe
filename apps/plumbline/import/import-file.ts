import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { elements, UnreadableFile } from './elements.ts';
import { isRejection, itemOf, jsonOf, kindOf, type ImportKind, type Item, type Rejection } from './item.ts';
import { sendBatch, type Send } from './sender.ts';

export interface ImportOptions {
  readonly file: string;
  /** Null: told by the first element that can be read. */
  readonly kind: ImportKind | null;
  readonly batch: number;
  readonly send: Send;
  onRejected(rejection: Rejection): void;
  /** Bytes of the file that are read, and all of them. */
  onProgress(done: number, total: number): void;
}

export interface Imported {
  readonly kind: ImportKind | null;
  readonly read: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** Nothing in the file tells what it holds. */
export class UnknownContent extends Error {
  constructor(file: string) {
    super(
      `${file} holds neither xAPI statements nor CloudEvents, as far as it shows; say which with --as statements or --as events.`,
    );
    this.name = 'UnknownContent';
  }
}

/** Sends a file in batches, in its order. Ids are identities, so a file that is sent again adds nothing. @throws ImportStopped */
export async function importFile(options: ImportOptions): Promise<Imported> {
  const { file, batch, send, onRejected, onProgress } = options;
  const total = statSync(file).size;
  const source = createReadStream(file);
  const counts = { read: 0, accepted: 0, duplicates: 0, rejected: 0 };
  let kind = options.kind;
  let waiting = new Map<string, Item>();

  const reject = (rejection: Rejection): void => {
    counts.rejected += 1;
    onRejected(rejection);
  };
  const flush = async (): Promise<void> => {
    const items = [...waiting.values()];
    waiting = new Map();
    if (kind === null || items.length === 0) return;
    const sent = await sendBatch(send, kind, items);
    counts.accepted += sent.accepted;
    counts.duplicates += sent.duplicates;
    for (const rejection of sent.rejected) reject(rejection);
    if (source.bytesRead < total) onProgress(source.bytesRead, total);
  };

  try {
    for await (const element of elements(textOf(source, file.endsWith('.gz')))) {
      counts.read += 1;
      const json = jsonOf(element);
      if (isRejection(json)) {
        reject(json);
        continue;
      }
      kind ??= kindOf(json.value);
      if (kind === null) throw new UnknownContent(file);
      const item = itemOf(json.value, element.line, kind);
      if (isRejection(item)) {
        reject(item);
        continue;
      }
      // One request may not name an id twice; what follows in the next is answered as the duplicate or conflict it is.
      if (waiting.has(item.id)) await flush();
      waiting.set(item.id, item);
      if (waiting.size >= batch) await flush();
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    reject({ line: error.line, id: null, pointer: '', reason: error.message });
  } finally {
    source.destroy();
  }
  await flush();
  onProgress(total, total);
  return { kind, ...counts };
}

async function* textOf(source: Readable, zipped: boolean): AsyncGenerator<string> {
  const bytes = zipped ? source.pipe(createGunzip()) : source;
  source.on('error', (error) => bytes.destroy(error));
  // A stream decoder: a character may lie across two chunks.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for await (const chunk of bytes) yield decoder.decode(chunk as Uint8Array, { stream: true });
  yield decoder.decode();
}
