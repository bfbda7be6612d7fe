import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { bodyTooLarge } from '../problem.ts';
import { declaresBody } from './request-content.ts';

/** Milliseconds in which a body must have come, and the headers before it. */
const BODY_MILLIS = 60_000;

/** Whether the route reads the body itself, while it comes. */
export function isStreamed(request: FastifyRequest): boolean {
  return (
    request.routeOptions.config.multipartAsStream === true &&
    /^\s*multipart\/mixed\b/i.test(request.headers['content-type'] ?? '')
  );
}

/**
 * A body must have come within a minute, else the request ends as by Node's own `requestTimeout` (408): that one holds for every
 * request of a server, and an upload may take longer. Who reads a stream looks to its standing still.
 */
export function limitBodyTime(fastify: FastifyInstance, millis = BODY_MILLIS): void {
  fastify.server.headersTimeout = millis;
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { raw } = request;
    // One that the server asks of itself (an alternate request) has no connection: its body is there, and who asked has a time of its own.
    if (raw.socket instanceof Socket && declaresBody(request) && !isStreamed(request)) {
      const timer = setTimeout(() => {
        if (raw.complete) return;
        const late = Object.assign(new Error('The body did not come in time.'), {
          code: 'ERR_HTTP_REQUEST_TIMEOUT',
        });
        fastify.server.emit('clientError', late, raw.socket);
      }, millis).unref();
      raw.once('close', () => clearTimeout(timer));
      raw.once('end', () => clearTimeout(timer));
    }
    done();
  });
}

/** A body as a whole. @throws Problem 413 */
export async function bytesOf(payload: Readable, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  // Not ended by leaving the loop: the connection is still wanted for the answer.
  for await (const piece of payload.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(piece)) throw new TypeError('A body is read as bytes.');
    bytes += piece.byteLength;
    if (bytes > maxBytes) throw bodyTooLarge(maxBytes);
    pieces.push(piece);
  }
  return Buffer.concat(pieces, bytes);
}
