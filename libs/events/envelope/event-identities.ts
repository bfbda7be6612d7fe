import type { Identity } from '../identity/canonical-identity.ts';
import { identityKeys } from '../identity/canonical-identity.ts';
import { identitySchema } from '../identity/identity.schema.ts';

/** Every canonical identity that data names in `identities` or `identity`, each once. */
export function identitiesIn(data: object): string[] {
  const named: unknown[] = [];
  if ('identities' in data && Array.isArray(data.identities)) named.push(...data.identities);
  if ('identity' in data) named.push(data.identity);
  return [...new Set(named.flatMap((value) => keysOf(value)))];
}

function keysOf(value: unknown): readonly string[] {
  const identity = identitySchema.safeParse(value);
  return identity.success ? identityKeys(identity.data satisfies Identity) : [];
}
