import { addDuration, type Instant, type Principal } from '#platform';
import { isObject, type JsonObject } from '../statement/json-value.ts';
import { cmi5Extension, VERBS } from './cmi5-terms.ts';

/** For so long the credentials of a session outlive its end: an answer may be lost, and what the AU still sends be stored and found. */
const GRACE = 'PT5M';

export function afterGrace(end: Instant): Instant {
  return addDuration(end, GRACE);
}

/**
 * The id of the session that a valid statement ends, null: none. An AU terminates its own; the LMS abandons any, and says of which.
 */
export function endedSession({ session }: Principal, { verb, context }: JsonObject): string | null {
  const id = isObject(verb) ? verb['id'] : undefined;
  if (session !== undefined) return id === VERBS.terminated ? session.id : null;
  if (id !== VERBS.abandoned || !isObject(context) || !isObject(context['extensions'])) return null;
  const named = context['extensions'][cmi5Extension('sessionid')];
  return typeof named === 'string' && named !== '' ? named : null;
}
