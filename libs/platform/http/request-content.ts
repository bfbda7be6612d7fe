import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problem.ts';

/** Whether a body comes with the request (RFC 9112, section 6). */
export function declaresBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Refuses, before it is read, a body in a coding or a charset that is not read here. Bodies are taken as they are and as
 * UTF-8 alone: a packed one may unpack to a thousand times its size, and one of another charset would be stored as
 * other letters than were sent.
 */
export function refuseForeignContent(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const problem = declaresBody(request) ? foreignContent(request) : null;
    if (problem) done(problem);
    else done(null, payload);
  });
}

function foreignContent({ headers }: FastifyRequest): Problem | null {
  const coding = listed(headers['content-encoding']).find((name) => name !== 'identity');
  if (coding !== undefined) {
    const reason = `Bodies are taken without a content coding; this one is sent as ${JSON.stringify(coding)}. Send it unpacked, without Content-Encoding.`;
    // RFC 9110, section 15.5.16: what would be taken.
    return unsupported('Content-Encoding', reason, { 'Accept-Encoding': 'identity' });
  }
  const charset = charsets(headers['content-type'] ?? '').find((name) => name !== 'utf-8' && name !== 'utf8');
  if (charset === undefined) return null;
  return unsupported(
    'Content-Type',
    `Text is taken as UTF-8; this body is declared as ${JSON.stringify(charset)}. Send it as UTF-8, with charset=utf-8 or without a charset.`,
  );
}

function listed(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}

const CHARSET = /;\s*charset\s*=\s*("[^"]*"|[^;\s]*)/gi;

function charsets(contentType: string): string[] {
  return [...contentType.matchAll(CHARSET)].map(([, value = '']) => value.replaceAll('"', '').toLowerCase());
}

function unsupported(
  header: string,
  reason: string,
  headers: Readonly<Record<string, string>> = {},
): Problem {
  return new Problem({
    status: 415,
    type: 'unsupported-media-type',
    title: 'Unsupported media type',
    detail: reason,
    errors: [{ pointer: header, reason }],
    headers,
  });
}
