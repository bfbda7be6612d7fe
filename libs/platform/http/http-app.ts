import type { Type, DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Logger } from '../logging.ts';
import { badRequest, type Problem } from '../problem.ts';
import { EventLoopShare } from './event-loop-share.ts';
import { parseJsonBody, type JsonLimits } from './json-body.ts';
import { bytesOf, isStreamed, limitBodyTime } from './body-stream.ts';
import { requireOfHttp } from './http-demands.ts';
import { ProblemFilter } from './problem.filter.ts';
import { QueryGuard } from './query.guard.ts';
import { resourceUrl, type SentRequest } from './request-target.ts';
import { packBodies, refuseForeignContent } from './request-content.ts';
import { SchemaPipe } from './schema.pipe.ts';
import { decodableUrl, refuseUnrouted } from './unrouted.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes its body as it comes, JSON too. */
    readonly bodyAsBytes?: true;
    /** The route reads a body of type multipart/mixed itself, while it comes; no limit of size or time holds for it. */
    readonly multipartAsStream?: true;
  }
}

/** Configuration of a route that takes its body as it comes, JSON too: documents are kept as they were sent. */
export const BODY_AS_BYTES = { bodyAsBytes: true } as const;

/** Configuration of a route that reads a body of type multipart/mixed while it comes. */
export const MULTIPART_AS_STREAM = { multipartAsStream: true } as const;

export interface HttpAppOptions {
  readonly logger: Logger;
  /** Of every body; its bytes of those that are no JSON too. */
  readonly limits: JsonLimits;
  /** What an error of a lower room means to the client: a database that does not answer is a 503. */
  readonly translate?: (thrown: unknown) => Problem | null;
  /** The URL that a request is routed by, where it is not its own. */
  readonly routedUrl?: (request: SentRequest) => string;
  /** Headers of the answer to what Node's parser refuses: which resource was meant is not known of it, and no hook sees it. */
  readonly unreadHeaders?: Readonly<Record<string, string>>;
}

/**
 * A Nest application on Fastify as every process of the product has it: strict JSON bodies, zod schemas at the edge,
 * problem+json for every error, `X-Request-Id` on every answer. Other media types reach the handler as bytes.
 */
export async function createHttpApp(
  module: Type | DynamicModule,
  { logger, limits, translate, routedUrl, unreadHeaders = {} }: HttpAppOptions,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: limits.maxBytes,
    rewriteUrl: ({ method, url = '/' }: IncomingMessage) => {
      const resource = resourceUrl(url);
      return decodableUrl(routedUrl?.({ method, url: resource }) ?? resource);
    },
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 2048, ignoreTrailingSlash: false },
    // Of a body `limitBodyTime` tells, since it depends on the route.
    requestTimeout: 0,
    forceCloseConnections: 'idle',
    // `requireOfHttp` does, and says so
    http: { requireHostHeader: false },
    // What Node's own parser refuses (an oversized header, bytes that are no HTTP) has no request and no filter.
    clientErrorHandler: (error: Error & { code?: string }, socket) => {
      if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
      const id = randomUUID();
      const [status, detail] = UNREADABLE[error.code ?? ''] ?? [400, UNREADABLE_HTTP];
      const body = JSON.stringify({ ...badRequest(detail).toDocument(id), status });
      const headers = {
        ...unreadHeaders,
        'X-Request-Id': id,
        'Content-Type': 'application/problem+json; charset=utf-8',
        'Content-Length': Buffer.byteLength(body),
        Connection: 'close',
      };
      const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${status} Bad Request\r\n${head.join('')}\r\n${body}`);
      return undefined;
    },
    // A part of a path that is longer than any never reaches a route, and so no filter.
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const problem = badRequest('The URL is not valid: check its length.');
      void reply
        .status(problem.status)
        .headers({ 'X-Request-Id': request.id, 'Content-Type': 'application/problem+json; charset=utf-8' })
        .send(JSON.stringify(problem.toDocument(request.id)));
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = adapter.getInstance();
  registerBodyParsers(fastify, limits);
  limitBodyTime(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('X-Request-Id', request.id);
    done();
  });
  requireOfHttp(fastify, unreadHeaders);
  refuseUnrouted(fastify);
  refuseForeignContent(fastify);
  await packBodies(app);
  app.useGlobalFilters(new ProblemFilter(logger, translate, limits.maxBytes));
  app.useGlobalGuards(new QueryGuard());
  app.useGlobalPipes(new SchemaPipe());
  return app;
}

const UNREADABLE_HTTP = 'This is not an HTTP request that can be read.';
/** By the code of the error of Node's parser. */
const UNREADABLE: Readonly<Record<string, readonly [status: number, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'The URL and the headers together are longer than the 16 KiB that are taken. Shorten the parameters.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    'The request did not come within a minute; nothing was stored. Send it again.',
  ],
};

function registerBodyParsers(fastify: FastifyInstance, limits: JsonLimits): void {
  const share = new EventLoopShare();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>(
    /^application\/([a-z0-9.+-]+\+)?json\b/i,
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      if (request.routeOptions.config.bodyAsBytes) return body;
      await share.due();
      return parseJsonBody(body, limits);
    },
  );
  fastify.addContentTypeParser(
    /^multipart\/mixed\b/i,
    async (request: FastifyRequest, payload: IncomingMessage) =>
      isStreamed(request) ? payload : bytesOf(payload, request.routeOptions.bodyLimit),
  );
  fastify.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
}
