import type { FastifyInstance } from 'fastify';
import { declaresBody } from '#platform/http';
import { credentialsMissing, type Authenticator } from './authenticator.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route reads a body of anyone, and a small one: a sign-in brings the key in it. */
    readonly bodyOfStrangers?: true;
  }
}

/** Configuration of a route whose body may come without a key. */
export const BODY_OF_STRANGERS = { bodyOfStrangers: true } as const;
const MOST_BYTES_OF_STRANGERS = 16 * 1024;

/**
 * Reads no body for someone unknown: guards run after a body was received and parsed, which may cost this process as
 * much as it takes at most. Only a sign-in is exempt, and that is held to 16 KiB. To be called before the routes are made.
 */
export function authenticateBeforeBodies(fastify: FastifyInstance, authenticator: Authenticator): void {
  fastify.addHook('onRoute', (route) => {
    if (route.config?.bodyOfStrangers) route.bodyLimit = MOST_BYTES_OF_STRANGERS;
  });
  fastify.addHook('onRequest', async (request) => {
    const bodyless = request.method === 'GET' || request.method === 'HEAD';
    if (bodyless || !declaresBody(request) || request.routeOptions.config.bodyOfStrangers) return;
    if (!(await authenticator.caller(request))) throw credentialsMissing();
  });
}
