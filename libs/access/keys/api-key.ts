import { createHash, timingSafeEqual } from 'node:crypto';
import { SCOPES, type Instant, type LaunchedSession, type Scope } from '#platform';
import { z } from 'zod';
import { keyName } from './key-name.ts';

/** A tenant's own name: lower-case letters, digits and hyphens, at most 63 characters (as a DNS label). */
export const tenantName = z
  .string({ error: 'Must be text.' })
  .trim()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'Use lower-case letters, digits and, between them, hyphens: 1 to 63 characters.',
  );

/** A web origin as browsers send it (RFC 6454): scheme, host and port, and nothing after. */
const origin = z
  .string({ error: 'Must be text.' })
  .refine(
    (text) => isOrigin(text),
    'Must be a web origin such as https://content.example.org, without a path.',
  );

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text;
}

/** Web origins, each once. */
export const webOrigins = z.array(origin).transform((origins) => [...new Set(origins)]);

/** What is asked for when a key is made. */
export const keyRequest = z.strictObject({
  name: keyName,
  scopes: z
    .array(z.enum(SCOPES, `Must be one of ${SCOPES.join(', ')}.`), `Must be a list of ${SCOPES.join(', ')}.`)
    .min(1, `Must name at least one of ${SCOPES.join(', ')}.`)
    .transform((scopes) => [...new Set(scopes)]),
  lenient: z.boolean().default(false),
  /** from which pages a browser may use it; none: from no other origin */
  origins: webOrigins.optional(),
});
export type KeyRequest = z.infer<typeof keyRequest>;

/** A key as the store holds it. */
export interface ApiKey {
  readonly tenant: string;
  readonly id: string;
  readonly name: string;
  readonly secretHash: string;
  readonly scopes: readonly Scope[];
  readonly lenient: boolean;
  /** web origins from which a browser may use it */
  readonly origins: readonly string[];
  readonly createdAt: Instant;
  readonly revokedAt: Instant | null;
  /** the session of cmi5 that it was made for; null: an ordinary key */
  readonly session: LaunchedSession | null;
  /** when it ends by itself; null: never */
  readonly expiresAt: Instant | null;
  /** of the fetch token that is exchanged for its secret; '': an ordinary key */
  readonly fetchHash: string;
}

/** What a key for a session of cmi5 is made of. It may send to /xapi and read its own documents there. */
export interface SessionKeyRequest {
  readonly session: LaunchedSession;
  readonly origins: readonly string[];
  readonly expiresAt: Instant;
}

/** What became of a fetch token: credentials, told this once, or why there are none. */
export type Fetched = Pick<CreatedKey, 'id' | 'secret'> | 'used' | 'ended' | 'unknown';

/** A key as it is listed: everything but what would help to guess the secret. */
export interface KeyListing {
  readonly id: string;
  readonly tenant: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly lenient: boolean;
  readonly origins: readonly string[];
  readonly createdAt: Instant;
  readonly revokedAt: Instant | null;
}

/** A new key: the only time its secret is told. */
export interface CreatedKey {
  readonly id: string;
  readonly secret: string;
  readonly tenant: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly lenient: boolean;
  readonly origins: readonly string[];
}

/** Instead of the hash of a secret, where there is none yet: of nothing that can be sent. */
export const NO_SECRET = '0'.repeat(64);

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** Compares a secret with a stored hash in time that does not depend on where they differ. */
export function secretMatches(secret: string, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), Buffer.from(secretHash, 'hex'));
}
