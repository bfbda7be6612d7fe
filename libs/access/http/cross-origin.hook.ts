import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { forbidden, Problem } from '#platform';
import type { KeyStore } from '../keys/key-store.ts';
import type { Authenticator } from './authenticator.ts';

/** What a page of another origin may send, and read of an answer (Fetch, CORS protocol). */
export interface CrossOrigin {
  /** the paths that such a page may ask begin with one of them */
  readonly prefixes: readonly string[];
  readonly methods: readonly string[];
  readonly requestHeaders: readonly string[];
  readonly answerHeaders: readonly string[];
}

const MAX_AGE_SECONDS = 600;

/**
 * Lets browsers use keys from the origins that the keys name. A preflight has no key: it is allowed when any key names its
 * origin, and the request itself when its own does. To be called before the routes are made.
 */
export function allowCrossOrigin(
  fastify: FastifyInstance,
  { keys, authenticator }: { readonly keys: KeyStore; readonly authenticator: Authenticator },
  allowed: CrossOrigin,
): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin === undefined || !allowed.prefixes.some((prefix) => request.url.startsWith(prefix)))
      return undefined;
    void reply.header('Vary', 'Origin');
    if (isPreflight(request)) {
      if (!(await keys.isNamed(origin)))
        throw forbidden(`No key may be used from ${origin}. Make one with --origin ${origin}.`);
      return allowPreflight(reply, origin, allowed);
    }
    const keyId = await keyOf(request, authenticator);
    const isAllowed = keyId === null ? await keys.isNamed(origin) : await keys.allowsOrigin(keyId, origin);
    if (isAllowed === false)
      throw forbidden(
        `The key ${keyId} may not be used from ${origin}, only from the origins it was made for.`,
      );
    if (isAllowed) {
      void reply.header('Access-Control-Allow-Origin', origin);
      void reply.header('Access-Control-Expose-Headers', allowed.answerHeaders.join(', '));
    }
    return undefined;
  });
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

function allowPreflight(
  reply: FastifyReply,
  origin: string,
  { methods, requestHeaders }: CrossOrigin,
): FastifyReply {
  return reply
    .status(204)
    .headers({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Methods': methods.join(', '),
      'Access-Control-Allow-Headers': requestHeaders.join(', '),
      'Access-Control-Max-Age': String(MAX_AGE_SECONDS),
    })
    .send();
}

/** The id of the key that a request brings; null where it brings none, or one that the guard will refuse. */
async function keyOf(request: FastifyRequest, authenticator: Authenticator): Promise<string | null> {
  try {
    return (await authenticator.caller(request))?.principal.keyId ?? null;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}
