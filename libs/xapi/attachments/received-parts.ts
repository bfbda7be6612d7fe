import {
  badRequest,
  beyondLimit,
  tooLarge,
  type JsonLimits,
  type Problem,
  type ProblemDetail,
} from '#platform';
import { createHash } from 'node:crypto';
import type { RuleSet } from '../statement/rules.ts';
import type { AttachmentStore } from './attachment-store.ts';
import type { HeldContent } from './attachments.query.ts';
import { digestOf } from './digest.ts';
import type { MultipartBody, PartHeaders } from './multipart-body.ts';
import { requireContents, type NamedAttachment } from './named-attachment.ts';
import { requireSignature } from './signature.ts';

const HASH = 'X-Experience-API-Hash';
const ENCODING = 'Content-Transfer-Encoding';
const CLAUSE = 'xAPI 1.0.3 Communication 1.5.2';

export interface PartsAsk {
  readonly tenant: string;
  readonly rules: RuleSet;
  /** What the statements of the request name. */
  readonly named: readonly NamedAttachment[];
  readonly limits: PartLimits;
  /** A content may run into the next boundary without a line break: it ends where it has its hash. */
  readonly lenient: boolean;
}

/** What came behind the statements of a request. */
export interface ReceivedContents {
  /** not held yet */
  readonly uploads: readonly HeldContent[];
  /** `sha2` of contents without a line break behind them, which a lenient key may send */
  readonly unbroken: ReadonlySet<string>;
}

export interface PartLimits {
  /** Parts of one request. */
  readonly contents: number;
  /** Of one content; of a signature, which is read as a whole, at most the bytes of a body. */
  readonly bytes: number;
  /** Of all contents of one request. */
  readonly sumBytes: number;
  readonly signature: JsonLimits;
}

/**
 * Reads the contents behind the statements of a request: each is hashed and written piece by piece while it comes, unless it is
 * held already. Nothing leads to what was written until the request is through.
 * @throws Problem 400, 408 or 413
 */
export async function receiveParts(
  parts: MultipartBody,
  store: AttachmentStore,
  ask: PartsAsk,
): Promise<ReceivedContents> {
  const named = Map.groupBy(ask.named, ({ sha2 }) => sha2);
  refuseDeclaredLengths(ask);
  let sum = 0;
  const held = await store.held(ask.tenant, [...named.keys()]);
  const writer = store.writer(ask.tenant);
  const came = new Set<string>();
  const unbroken = new Set<string>();
  const uploads: HeldContent[] = [];
  try {
    let index = 1;
    for (let headers = await parts.next(); headers !== null; headers = await parts.next()) {
      if (index > ask.limits.contents) throw tooMany(index, ask.limits);
      const sha2 = sha2Of(headers, index, named);
      const isNew = !came.has(sha2) && !held.has(sha2);
      const upload = isNew ? store.begin() : null;
      if (upload !== null) {
        uploads.push({ sha2, upload, bytes: 0 });
        writer.begin(upload);
      }
      const { bytes, isUnbroken } = await readContent(parts, {
        sha2,
        part: `parts/${index}`,
        named: named.get(sha2) ?? [],
        ask,
        left: ask.limits.sumBytes - sum,
        write: upload === null ? null : (piece) => writer.add(piece),
      });
      if (upload !== null) {
        await writer.end();
        uploads[uploads.length - 1] = { sha2, upload, bytes };
      }
      came.add(sha2);
      if (isUnbroken) unbroken.add(sha2);
      sum += bytes;
      index += 1;
    }
    requireContents(ask.named, came);
    await writer.flush();
    return { uploads, unbroken };
  } catch (error) {
    store.release(uploads.map(({ upload }) => upload));
    throw error;
  }
}

/** Of a content that is too large nothing needs to be read to say so. */
function refuseDeclaredLengths({ named, limits }: PartsAsk): void {
  const coming = named.filter(({ hasFileUrl }) => !hasFileUrl);
  const errors = coming
    .filter(({ length }) => length > limits.bytes)
    .flatMap(
      ({ pointer, length }) =>
        tooLong(`The attachment has ${length} bytes`, `${pointer}/length`, limits).errors ?? [],
    );
  if (errors[0]) throw tooLarge(errors[0].reason, errors);
  const lengths = new Map(coming.map(({ sha2, length }) => [sha2, length]));
  if (lengths.size > limits.contents) throw tooMany(lengths.size, limits);
  const sum = [...lengths.values()].reduce((total, length) => total + length, 0);
  if (sum > limits.sumBytes) throw tooMuch(`The attachments of the request have ${sum} bytes`, '', limits);
}

function tooLong(came: string, pointer: string, { bytes: limit }: { readonly bytes: number }): Problem {
  return beyondLimit({
    came,
    unit: 'bytes of one attachment',
    limit,
    setting: 'PLUMBLINE_MAX_ATTACHMENT',
    instead: 'Keep it elsewhere, and name it by a fileUrl.',
    pointer,
  });
}

function tooMany(contents: number, { contents: limit }: PartLimits): Problem {
  return beyondLimit({
    came: `The request brings ${contents} contents of attachments or more`,
    unit: 'contents of one request',
    limit,
    setting: 'PLUMBLINE_MAX_ATTACHMENTS',
    instead: 'Send the statements in several requests.',
  });
}

function tooMuch(came: string, pointer: string, { sumBytes: limit }: PartLimits): Problem {
  return beyondLimit({
    came,
    unit: 'bytes of all attachments',
    limit,
    setting: 'PLUMBLINE_MAX_ATTACHMENT_SUM',
    instead: 'Send the statements in several requests.',
    pointer,
  });
}

function sha2Of(
  headers: PartHeaders,
  index: number,
  named: ReadonlyMap<string, readonly NamedAttachment[]>,
): string {
  const at = `parts/${index}`;
  const hash = headers.get(HASH.toLowerCase())?.toLowerCase();
  const faults: ProblemDetail[] = [];
  if (hash === undefined || hash === '')
    faults.push(fault(`${at}/${HASH}`, `The part has no ${HASH}: the sha2 of its attachment.`));
  else if (!named.has(hash))
    faults.push(fault(`${at}/${HASH}`, 'No attachment of the statements has this sha2.'));
  if (headers.get(ENCODING.toLowerCase())?.toLowerCase() !== 'binary')
    faults.push(fault(`${at}/${ENCODING}`, `The part needs ${ENCODING}: binary.`));
  if (faults[0] === undefined && hash !== undefined) return hash;
  throw badRequest(
    `Part ${index} of the request cannot be taken: ${faults[0]?.reason}`,
    faults,
    'invalid-attachment',
  );
}

interface Content {
  readonly sha2: string;
  readonly part: string;
  readonly named: readonly NamedAttachment[];
  readonly ask: PartsAsk;
  /** bytes that the request may still bring */
  readonly left: number;
  /** null: it is held already */
  readonly write: ((piece: Buffer) => Promise<void>) | null;
}

async function readContent(
  parts: MultipartBody,
  content: Content,
): Promise<{ readonly bytes: number; readonly isUnbroken: boolean }> {
  const { sha2, part, named, ask, left, write } = content;
  const { limits } = ask;
  const signatures = named.filter(({ signs }) => signs !== null);
  const hash = createHash(digestOf(sha2));
  const whole: Buffer[] = [];
  let bytes = 0;
  let isUnbroken = false;
  const endsHere = () => {
    isUnbroken = ask.lenient && hash.copy().digest('hex') === sha2;
    return isUnbroken;
  };
  for await (const piece of parts.content(endsHere)) {
    bytes += piece.byteLength;
    if (bytes > limits.bytes) throw tooLong('The content has more bytes', part, limits);
    if (bytes > left) throw tooMuch('With this content the attachments have more bytes', part, limits);
    if (signatures.length > 0 && bytes > limits.signature.maxBytes) throw longSignature(part, limits);
    hash.update(piece);
    if (signatures.length > 0) whole.push(piece);
    await write?.(piece);
  }
  const found = hash.digest('hex');
  if (found !== sha2) {
    const reason = `The content of the part has the hash ${found}, not ${sha2}.${parts.hint}`;
    throw badRequest(reason, [fault(`${part}/${HASH}`, reason)], 'invalid-attachment');
  }
  const jws = Buffer.concat(whole);
  for (const { signs, pointer } of signatures)
    if (signs !== null)
      await requireSignature(jws, { rules: ask.rules, signs, pointer, limits: limits.signature });
  return { bytes, isUnbroken };
}

function longSignature(pointer: string, { signature: { maxBytes: limit } }: PartLimits): Problem {
  return beyondLimit({
    came: 'The signature has more bytes',
    unit: 'bytes of one signature',
    limit,
    setting: 'PLUMBLINE_MAX_BODY',
    instead: 'A signature holds its statement, and no more.',
    pointer,
  });
}

function fault(pointer: string, reason: string): ProblemDetail {
  return { pointer, reason, clause: CLAUSE };
}
