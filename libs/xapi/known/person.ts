import { canonicalActor } from '../actor/canonical-actor.ts';
import { isObject, type JsonObject } from '../statement/json-value.ts';

/** A Person Object (xAPI 1.0.3 Communication 2.4): what is known of somebody, each property as an array. */
export type Person = Readonly<Record<string, unknown>>;

const IDENTIFIERS = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const;

/**
 * The Agent that was asked for, with every name that it bears in it and in some statements, in the order of first use. Other
 * identifiers are not joined to it: the standard leaves to the server who is one person, and that is decided in identities.
 */
export function personOf(agent: JsonObject, statements: readonly JsonObject[]): Person {
  const key = canonicalActor(agent);
  const names = new Set<string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) look(item);
    if (!isObject(value)) return;
    const { name } = value;
    if (typeof name === 'string' && canonicalActor(value) === key) names.add(name);
    for (const member of Object.values(value)) look(member);
  };
  look(agent);
  for (const { actor, object, authority, context } of statements) look([actor, object, authority, context]);
  const identifiers = IDENTIFIERS.filter((identifier) => agent[identifier] !== undefined);
  return {
    objectType: 'Person',
    ...(names.size === 0 ? {} : { name: [...names] }),
    ...Object.fromEntries(identifiers.map((identifier) => [identifier, [agent[identifier]]])),
  };
}
