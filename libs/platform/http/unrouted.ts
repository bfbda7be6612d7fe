import type { FastifyInstance } from 'fastify';
import { badRequest, notFound, Problem } from '../problem.ts';

interface RoutedPath {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

/** Where nothing is. */
const NOWHERE = '/%25';

/** A URL whose path cannot be decoded is routed to nowhere, so that its refusal comes by the hooks of any other. */
export function decodableUrl(url: string): string {
  return isDecodable(url) ? url : NOWHERE;
}

function isDecodable(url: string): boolean {
  try {
    decodeURI(url.split('?', 1)[0] ?? '');
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

/**
 * Answers what no route takes before its body is read: 400 for a path that cannot be decoded, 405 with `Allow` when the path is
 * known by other methods (RFC 9110, section 15.5.6), else 404. To be called before the routes are made.
 */
export function refuseUnrouted(fastify: FastifyInstance): void {
  const routed: RoutedPath[] = [];
  fastify.addHook('onRoute', ({ url, method }) => {
    routed.push({ pattern: pathPattern(url), methods: [method].flat() });
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    // a preflight asks whether another method is taken, and is for a later hook
    const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'];
    if (!isDecodable(request.originalUrl)) done(badRequest(UNDECODABLE));
    else if (request.is404 && !isPreflight)
      done(unrouted(request.method, request.url.split('?', 1)[0] ?? '', routed));
    else done();
  });
}

const UNDECODABLE = 'The path of the URL cannot be decoded: check its percent-encoding of UTF-8.';

function unrouted(method: string, path: string, routed: readonly RoutedPath[]): Problem {
  const known = routed.filter(({ pattern }) => pattern.test(path));
  const allowed = [...new Set(known.flatMap(({ methods }) => methods))].toSorted();
  if (allowed.length === 0)
    return notFound(`There is nothing at ${JSON.stringify(path)}; /openapi.json lists the paths there are.`);
  const allow = allowed.join(', ');
  return new Problem({
    status: 405,
    type: 'method-not-allowed',
    title: 'Method not allowed',
    detail: `This path does not take ${method}; it takes ${allow}.`,
    headers: { Allow: allow },
  });
}

/** `/v1/reports/:id.pdf` or `/docs/*` as an expression. */
function pathPattern(url: string): RegExp {
  const source = url
    .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll(/:\w+/g, '[^/]+');
  return new RegExp(`^${source}$`);
}
