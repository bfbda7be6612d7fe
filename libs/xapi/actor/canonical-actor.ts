import { canonicalIdentity, type Identity } from '#events';
import { isObject, type JsonObject } from '../statement/json-value.ts';

/** The identity of a valid Agent or identified Group; null for an anonymous Group, which is nobody in particular. */
export function identityOf(actor: JsonObject): Identity | null {
  const { mbox, mbox_sha1sum: sha1, openid, account } = actor;
  if (typeof mbox === 'string') return { mbox };
  if (typeof sha1 === 'string') return { mbox_sha1sum: sha1 };
  if (typeof openid === 'string') return { openid };
  if (isObject(account) && typeof account['homePage'] === 'string' && typeof account['name'] === 'string') {
    return { account: { homePage: account['homePage'], name: account['name'] } };
  }
  return null;
}

/** The canonical identity string of a valid actor (see `canonicalIdentity`); null for an anonymous Group. */
export function canonicalActor(actor: JsonObject): string | null {
  const identity = identityOf(actor);
  return identity && canonicalIdentity(identity);
}

/**
 * The canonical strings under which a statement with this actor is found: the actor's own, and, as a Group matches by
 * any of its members too (xAPI 1.0.3 Communication 2.1.3, parameter `agent`), those of its members.
 */
export function canonicalActorAndMembers(actor: JsonObject): string[] {
  const own = canonicalActor(actor);
  const found = own === null ? [] : [own];
  const members: unknown = actor['member'];
  if (Array.isArray(members)) {
    for (const member of members) {
      const key = isObject(member) ? canonicalActor(member) : null;
      if (key !== null) found.push(key);
    }
  }
  return found;
}
