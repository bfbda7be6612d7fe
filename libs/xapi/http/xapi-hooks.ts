import type { FastifyInstance } from 'fastify';
import type { Watermark } from '#event-log';
import { Problem, type Settings } from '#platform';
import { resourceUrl } from '#platform/http';
import { isAlternateRequest } from './alternate-request.ts';
import { negotiateVersion, VERSION_HEADER, type NegotiatedVersion } from './version-header.ts';

export const CONSISTENT_THROUGH_HEADER = 'X-Experience-API-Consistent-Through';

/**
 * Documents and attachments are given back as the type that their sender called them, HTML too, from the origin of the dashboards:
 * no browser is to guess another type, or to run what is in them as a page of that origin. And no cache may keep an answer: a browser
 * keeps what has a Last-Modified for a tenth of its age (RFC 9111, section 4.2.2), and would give a document from there, to any key, that
 * another client has changed since.
 */
const GUARDED = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
} as const;

/**
 * What every answer under `/xapi` carries, refusals of any kind included: the version that the request is held to
 * (xAPI 1.0.3 Communication 3.3), and on the statements resource how far it is consistent (2.1.3), which a reader
 * sets itself, from before it read; and what browsers may not do with it. To be called before the server listens.
 * @param silent what an answer names when the request asked for no version, or for one that is not spoken. One in the alternate
 * syntax may ask in its form, which need not be read yet: it is held to 1.0.3, the last version that has this syntax.
 */
export function registerXapiHooks(
  fastify: FastifyInstance,
  watermark: Watermark,
  silent: NegotiatedVersion['answer'],
): void {
  fastify.addHook('onSend', async (request, reply, payload) => {
    // as it was sent: one in the alternate request syntax is routed by another
    const url = resourceUrl(request.originalUrl);
    const [path = ''] = url.split('?', 1);
    if (path !== '/xapi' && !path.startsWith('/xapi/')) return payload;
    if (!reply.hasHeader(VERSION_HEADER)) {
      const unasked = isAlternateRequest({ method: request.method, url }) ? '1.0.3' : silent;
      void reply.header(
        VERSION_HEADER,
        answeredVersion(request.headers['x-experience-api-version'], unasked),
      );
    }
    void reply.headers(GUARDED);
    if (path.startsWith('/xapi/statements') && !reply.hasHeader(CONSISTENT_THROUGH_HEADER)) {
      void reply.header(CONSISTENT_THROUGH_HEADER, await watermark.consistentThrough());
    }
    return payload;
  });
}

/** The version on the answer to a request that no hook sees, since it cannot be read: it may have been one to `/xapi`. */
export function unreadXapiHeaders({ xapiVersion }: Pick<Settings, 'xapiVersion'>): Record<string, string> {
  return { [VERSION_HEADER]: xapiVersion };
}

function answeredVersion(header: string | readonly string[] | undefined, silent: string): string {
  try {
    return negotiateVersion(header).answer;
  } catch (error) {
    if (error instanceof Problem) return silent;
    throw error;
  }
}
