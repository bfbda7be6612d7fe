import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logging.ts';
import { badRequest, bodyTooLarge, Problem, tooLarge } from '../problem.ts';

/** Answers every error as `application/problem+json`. What is not a {@link Problem} is logged and told without detail. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  /**
   * @param translate what an error of a lower room means to the client; null when it is not for the client to know
   * @param maxBodyBytes the setting, which a limit of a route alone is not
   */
  constructor(
    private readonly logger: Logger,
    private readonly translate: (thrown: unknown) => Problem | null = () => null,
    private readonly maxBodyBytes: number | null = null,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem =
      this.translate(thrown) ?? toProblem(thrown, request.routeOptions.bodyLimit, this.maxBodyBytes);
    if (problem.status >= 500 && problem.status !== 503) {
      this.logger.error(
        { err: thrown, requestId: request.id, method: request.method, path: request.url.split('?')[0] },
        'request failed',
      );
    }
    void reply
      .status(problem.status)
      .headers({
        ...problem.headers,
        ...(problem.retryAfter === undefined ? {} : { 'Retry-After': String(problem.retryAfter) }),
      })
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem.toDocument(request.id)));
  }
}

/** What an error means to the client: our own problems, and those that Nest and Fastify throw for a bad request. */
function toProblem(thrown: unknown, bodyLimit: number, maxBodyBytes: number | null): Problem {
  if (thrown instanceof Problem) return thrown;
  const status = statusOf(thrown);
  if (isUnpackingError(thrown))
    return badRequest(thrown.message, [{ pointer: 'Content-Encoding', reason: thrown.message }]);
  if (status === 413)
    return bodyLimit === maxBodyBytes
      ? bodyTooLarge(bodyLimit)
      : tooLarge(`The body is larger than the ${bodyLimit} bytes that are taken here.`);
  if (status === 415) return unreadableType();
  if (status !== null && status < 500 && thrown instanceof Error) return httpProblem(status, thrown.message);
  return new Problem({
    status: 500,
    type: 'internal',
    title: 'Internal error',
    detail: 'The server failed. The request id tells the operator where to look.',
  });
}

/** Any type has its reader: what has none is no type. */
function unreadableType(): Problem {
  const reason = 'The Content-Type is not one: it is type/subtype, such as application/json.';
  return new Problem({
    status: 415,
    type: 'unsupported-media-type',
    title: 'Unsupported media type',
    detail: reason,
    errors: [{ pointer: 'Content-Type', reason }],
  });
}

/** An error of Node's zlib that `packBodies` wrote upon: of a body that is not packed as it is said to be, which the filter answers. */
export function isUnpackingError(thrown: unknown): thrown is { readonly message: string } {
  return typeof thrown === 'object' && thrown !== null && 'decompressError' in thrown && 'message' in thrown;
}

const TITLES: Readonly<Record<number, readonly [type: string, title: string]>> = {
  400: ['bad-request', 'Bad request'],
  404: ['not-found', 'Not found'],
  405: ['method-not-allowed', 'Method not allowed'],
};

function httpProblem(status: number, detail: string): Problem {
  const [type, title] = TITLES[status] ?? ['request', 'Request refused'];
  return new Problem({ status, type, title, detail });
}

function statusOf(thrown: unknown): number | null {
  if (thrown instanceof HttpException) return thrown.getStatus();
  return thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number'
    ? thrown.statusCode
    : null;
}
