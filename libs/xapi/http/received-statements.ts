import { badRequest, bodyTooLarge, parseJsonBody, type JsonLimits, type Problem } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mediaTypeOf } from '#platform/http';
import { MultipartBody } from '../attachments/multipart-body.ts';
import { boundaryOf } from '../attachments/multipart-content.ts';

/** Bytes of a refused request that are read on before it is answered: most clients send it all before they look. */
const DISCARDED_BYTES = 16 * 1024 * 1024;

/**
 * The parsed statements of a request, to be read once, and the parts behind them. A parsed batch takes some ten times the memory
 * of its text and would stand until the answer, through the insert that it waits for: long enough for the collector to count
 * it among what stays. So the one who reads it lets it go.
 */
export class ReceivedStatements {
  private constructor(
    private value: unknown,
    /** The contents of attachments that are still to come; null in a body that is JSON alone. */
    readonly parts: MultipartBody | null,
    private readonly reply: FastifyReply,
  ) {}

  /**
   * Takes the body away from its request: JSON, or multipart/mixed of which the first part is the JSON.
   * @throws Problem 400 for any other type, or 413
   */
  static async of(
    request: FastifyRequest,
    reply: FastifyReply,
    limits: JsonLimits,
  ): Promise<ReceivedStatements> {
    const contentType = request.headers['content-type'];
    const body: unknown = request.body;
    request.body = undefined;
    const type = mediaTypeOf(contentType);
    if (type === 'application/json') return new ReceivedStatements(body, null, reply);
    if (type !== 'multipart/mixed' || contentType === undefined) throw neither(type);
    const boundary = boundaryOf(contentType);
    if (!isByteSource(body)) throw new TypeError('A multipart body comes as a stream.');
    const parts = new MultipartBody(body, boundary);
    const received = new ReceivedStatements(undefined, parts, reply);
    try {
      received.value = await firstPart(parts, limits);
      return received;
    } catch (error) {
      await received.discard();
      throw error;
    }
  }

  take(): unknown {
    const value = this.value;
    this.value = undefined;
    return value;
  }

  /** Reads what is left of a refused request, so that a client that still sends comes to see the answer; of much, not all. */
  async discard(): Promise<void> {
    if (this.parts === null || (await this.parts.discard(DISCARDED_BYTES))) return;
    void this.reply.header('Connection', 'close');
  }
}

async function firstPart(parts: MultipartBody, limits: JsonLimits): Promise<unknown> {
  const headers = await parts.next();
  if (headers === null) throw refused('', 'The multipart body has no part; the first is the statements.');
  const contentType = headers.get('content-type');
  if (mediaTypeOf(contentType) !== 'application/json')
    throw refused(
      'parts/0/Content-Type',
      'The first part of multipart/mixed is the statements as application/json.',
    );
  if (!/^[^;]*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i.test(contentType ?? ''))
    throw refused('parts/0/Content-Type', 'The statements are taken as UTF-8 alone.');
  const json: Buffer[] = [];
  let bytes = 0;
  for await (const piece of parts.content()) {
    bytes += piece.byteLength;
    if (bytes > limits.maxBytes) throw bodyTooLarge(limits.maxBytes, 'The statements are too large');
    json.push(piece);
  }
  return parseJsonBody(Buffer.concat(json, bytes), limits);
}

function isByteSource(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function refused(pointer: string, reason: string): Problem {
  return badRequest(
    reason,
    [{ pointer, reason, clause: 'xAPI 1.0.3 Communication 1.5.2' }],
    'invalid-multipart',
  );
}

function neither(type: string): Problem {
  const sent = type === '' ? 'a body without a Content-Type' : JSON.stringify(type);
  const reason = `Statements are sent as application/json or, with contents of attachments, as multipart/mixed, not as ${sent}.`;
  return badRequest(reason, [{ pointer: 'Content-Type', reason, clause: 'xAPI 1.0.3 Communication 1.5.1' }]);
}
