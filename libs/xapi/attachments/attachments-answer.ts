import { parseExactJson } from '#platform';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { isObject } from '../statement/json-value.ts';
import type { AttachmentStore } from './attachment-store.ts';

/** An answer to `attachments=true` (xAPI 1.0.3 Communication 1.5.2, IEEE 9274.1.1 4.1.3). */
export interface AttachmentsAnswer {
  readonly contentType: string;
  readonly body: Readable;
}

/**
 * The JSON first, then each content that is held and that the statements name, once. Contents are read while they are sent: when
 * the client goes away, reading ends. The answer breaks off when one cannot be read.
 */
export async function attachmentsAnswer(
  store: AttachmentStore,
  tenant: string,
  json: string,
): Promise<AttachmentsAnswer> {
  const named = json.includes('"sha2"') ? contentTypes(json) : new Map<string, string>();
  const held = await store.held(tenant, [...named.keys()]);
  const boundary = `plumbline-${randomBytes(24).toString('hex')}`;
  async function* parts(): AsyncGenerator<string | Buffer, void, undefined> {
    yield `--${boundary}\r\nContent-Type: application/json\r\n\r\n${json}`;
    const wanted = [...named.keys()].flatMap((sha2) => held.get(sha2) ?? []);
    let begun = '';
    for await (const { content, bytes } of store.contents(tenant, wanted)) {
      const { sha2 } = content;
      if (sha2 !== begun)
        yield `\r\n--${boundary}\r\nContent-Type: ${named.get(sha2)}\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ${sha2}\r\n\r\n`;
      begun = sha2;
      yield bytes;
    }
    yield `\r\n--${boundary}--\r\n`;
  }
  // Bytes, and one piece read ahead at most.
  const body = Readable.from(bytesOf(parts()), { objectMode: true, highWaterMark: 1 });
  return { contentType: `multipart/mixed; boundary=${boundary}`, body };
}

async function* bytesOf(pieces: AsyncIterable<string | Buffer>): AsyncGenerator<Buffer, void, undefined> {
  for await (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
}

/** Of each SHA-2, in lower case, the content type that the first attachment with it tells. */
function contentTypes(json: string): Map<string, string> {
  const types = new Map<string, string>();
  const answer = parseExactJson(json);
  if (!isObject(answer)) return types;
  const statements: readonly unknown[] = Array.isArray(answer['statements'])
    ? answer['statements']
    : [answer];
  for (const statement of statements) {
    if (!isObject(statement)) continue;
    const { object } = statement;
    for (const list of [statement['attachments'], isObject(object) ? object['attachments'] : undefined]) {
      for (const attachment of Array.isArray(list) ? (list as readonly unknown[]) : []) {
        if (!isObject(attachment)) continue;
        const { sha2, contentType } = attachment;
        if (typeof sha2 !== 'string' || typeof contentType !== 'string') continue;
        const key = sha2.toLowerCase();
        if (!types.has(key)) types.set(key, givenType(contentType));
      }
    }
  }
  return types;
}

/** Of a type that would end the headers of its part, as some were once taken, nothing is said but that it is bytes. */
function givenType(contentType: string): string {
  return /\p{Cc}/u.test(contentType) ? 'application/octet-stream' : contentType;
}
