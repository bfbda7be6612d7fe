import type { IncomingMessage } from 'node:http';

/** What tells which resource a request means. */
export type SentRequest = Pick<IncomingMessage, 'method' | 'url'>;

/**
 * The path and query that a request names: one in absolute form (RFC 9112, section 3.2.2) names a resource of this server as well,
 * and letters that are percent-encoded without need are the same letters (RFC 3986, section 6.2.2.2). What asks which resource is
 * meant must not be passed by in another spelling of it.
 */
export function resourceUrl(target: string): string {
  const own = target.replace(/^https?:\/\/[^/?#]*/i, '');
  const start = own.indexOf('?');
  const path = start < 0 ? own : own.slice(0, start);
  const plain = path.replaceAll(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[a-z0-9._~-]/i.test(character) ? character : code;
  });
  const query = start < 0 ? '' : own.slice(start);
  return `${plain === '' ? '/' : plain}${query}`;
}
