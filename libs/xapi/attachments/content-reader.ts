import type { ClickHouse } from '#clickhouse';
import { createHash } from 'node:crypto';
import { contentChunk, wholeContents, type HeldContent } from './attachments.query.ts';
import { CHUNK_BYTES } from './chunk-writer.ts';
import { digestOf } from './digest.ts';

/** Small contents that one query brings, at most; their ids fit into one parameter. */
const CONTENTS_AT_ONCE = 500;

/** The next bytes of a content; one without a byte has an empty piece, so that each content comes. */
export interface ContentPiece {
  readonly content: HeldContent;
  readonly bytes: Buffer;
}

/**
 * Contents one after the other, in their order. Each piece of a large one is asked for when it is wanted, and small ones together,
 * a MiB at most: a slow reader holds neither a connection to ClickHouse nor more than that, and many contents are few queries.
 * @throws Error when a content is not what its SHA-2 says, before its last piece is given
 */
export async function* readContents(
  clickhouse: ClickHouse,
  tenant: string,
  contents: readonly HeldContent[],
): AsyncGenerator<ContentPiece, void, undefined> {
  for (const together of inReads(contents)) {
    const [first] = together;
    if (first === undefined) continue;
    if (first.bytes > CHUNK_BYTES) {
      for await (const bytes of pieces(clickhouse, tenant, first)) yield { content: first, bytes };
      continue;
    }
    const found = await wholeContents(
      clickhouse,
      tenant,
      together.map(({ upload }) => upload),
    );
    for (const content of together) {
      const bytes = found.get(content.upload) ?? Buffer.alloc(0);
      if (bytes.byteLength < content.bytes) throw endsEarly(content, bytes.byteLength);
      requireDigest(content, createHash(digestOf(content.sha2)).update(bytes).digest('hex'));
      yield { content, bytes };
    }
  }
}

/** A large content alone; small ones that follow each other together. */
function* inReads(contents: readonly HeldContent[]): Generator<readonly HeldContent[]> {
  let together: HeldContent[] = [];
  let sum = 0;
  for (const content of contents) {
    if (sum + content.bytes > CHUNK_BYTES || together.length === CONTENTS_AT_ONCE) {
      yield together;
      together = [];
      sum = 0;
    }
    together.push(content);
    sum += content.bytes;
  }
  yield together;
}

async function* pieces(
  clickhouse: ClickHouse,
  tenant: string,
  content: HeldContent,
): AsyncGenerator<Buffer, void, undefined> {
  const hash = createHash(digestOf(content.sha2));
  let read = 0;
  for (let number = 0; read < content.bytes; number += 1) {
    const chunk = await contentChunk(clickhouse, tenant, { upload: content.upload, number });
    if (chunk === null) throw endsEarly(content, read);
    hash.update(chunk);
    read += chunk.byteLength;
    if (read >= content.bytes) requireDigest(content, hash.digest('hex'));
    yield chunk;
  }
}

function requireDigest({ sha2 }: HeldContent, digest: string): void {
  if (digest !== sha2) throw new Error(`The attachment ${sha2} is not what it was when it came in.`);
}

function endsEarly({ sha2, bytes }: HeldContent, read: number): Error {
  return new Error(`The attachment ${sha2} ends after ${read} of ${bytes} bytes.`);
}
