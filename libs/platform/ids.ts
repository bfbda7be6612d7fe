import { randomBytes, randomUUID } from 'node:crypto';

/** Where the product takes new identifiers and secrets from; tests and the demo inject a seeded source. */
export interface IdSource {
  /** A random UUID (version 4), lower case. */
  uuid(): string;
  /** `bytes` random bytes as base64url. */
  secret(bytes: number): string;
}

export const randomIds: IdSource = {
  uuid: () => randomUUID(),
  secret: (bytes) => randomBytes(bytes).toString('base64url'),
};

/** Injection token of the {@link IdSource}. */
export const ID_SOURCE = Symbol('IdSource');
