import type { FastifyInstance } from 'fastify';
import { declaresBody } from '#platform/http';
import { credentialsMissing, type Authenticator } from './authenticator.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route reads a body of anyone, up to so many bytes: the key comes in it. */
    readonly bodyOfStrangers?: number;
  }
}

/** Configuration of a route whose body may come without a key. */
export const bodyOfStrangers = (bytes: number) => ({ bodyOfStrangers: bytes });

/**
 * Reads no body for someone unknown: guards run after a body was received and parsed, which may cost this process as
 * much as it takes at most. Exempt are
 * routes that a key comes to in a body, which are held to few bytes. To be called before the routes are made.
 */
export function authenticateBeforeBodies(fastify: FastifyInstance, authenticator: Authenticator): void {
  fastify.addHook('onRoute', (route) => {
    if (route.config?.bodyOfStrangers) route.bodyLimit = route.config.bodyOfStrangers;
  });
  fastify.addHook('onRequest', async (request) => {
    const bodyless = request.method === 'GET' || request.method === 'HEAD';
    if (bodyless || !declaresBody(request) || request.routeOptions.config.bodyOfStrangers) return;
    if (!(await authenticator.caller(request))) throw credentialsMissing();
  });
}
