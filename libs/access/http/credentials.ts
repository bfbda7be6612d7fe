import { Buffer } from 'node:buffer';

/** A key id and secret as a client sent them. */
export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/**
 * Reads `Authorization: Basic base64(id:secret)` (RFC 7617) or `Authorization: Bearer id.secret` (RFC 6750).
 * Null when the header is absent; 'malformed' when it is neither.
 */
export function readCredentials(header: string | undefined): Credentials | 'malformed' | null {
  if (header === undefined) return null;
  const [scheme, value, ...rest] = header.trim().split(/\s+/);
  if (!scheme || !value || rest.length > 0) return 'malformed';
  switch (scheme.toLowerCase()) {
    case 'basic': {
      if (!/^[A-Za-z0-9+/_-]+=*$/.test(value)) return 'malformed';
      return split(Buffer.from(value, 'base64').toString('utf8'), ':');
    }
    case 'bearer':
      return split(value, '.');
    default:
      return 'malformed';
  }
}

function split(text: string, separator: string): Credentials | 'malformed' {
  const at = text.indexOf(separator);
  return at <= 0 || at === text.length - 1
    ? 'malformed'
    : { id: text.slice(0, at), secret: text.slice(at + 1) };
}
