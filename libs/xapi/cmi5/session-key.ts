import { forbidden, type Principal } from '#platform';
import { canonicalActor } from '../actor/canonical-actor.ts';
import type { DocumentContext } from '../documents/document-key.ts';
import { isObject, type JsonObject } from '../statement/json-value.ts';
import type { PreparedStatement } from '../statement/normal-form.ts';
import { isOfCmi5, LAUNCH_DATA, VERBS } from './cmi5-terms.ts';

/**
 * Holds a key that was made for a session of cmi5 to that session: its learner alone, no other registration, nothing taken back, and
 * nothing that the LMS says, which counts for whole courses. What else an AU says wrongly is stored, and found.
 * @throws Problem 403
 */
export function requireOwnStatements(
  { keyId, session }: Principal,
  statements: readonly PreparedStatement[],
): void {
  if (session === undefined) return;
  const made = `The key ${keyId} was made for a session of cmi5`;
  for (const { voids, statement } of statements) {
    if (voids !== null)
      throw forbidden(
        `${made} and cannot void: what an AU has said stands, and is taken back by the LMS alone.`,
      );
    const reserved = saidByLms(statement);
    if (reserved !== null)
      throw forbidden(`${made} and cannot say ${reserved}: the LMS alone does (cmi5 9.3).`);
    const { actor, context } = statement;
    if (!isObject(actor) || canonicalActor(actor) !== session.actor)
      throw forbidden(`${made} and speaks for the learner of its launch alone.`);
    const registration = isObject(context) ? context['registration'] : undefined;
    if (typeof registration === 'string' && registration.toLowerCase() !== session.registration)
      throw forbidden(`${made} and speaks of the registration ${session.registration} alone.`);
  }
}

/** The name of the verb that only the LMS may say; null of any other. Another statement than those of cmi5 may tell of something launched. */
function saidByLms({ verb, context }: JsonObject): string | null {
  const id = isObject(verb) ? verb['id'] : undefined;
  const { contextActivities } = isObject(context) ? context : {};
  const { category } = isObject(contextActivities) ? contextActivities : {};
  if (id === VERBS.launched) return isOfCmi5(category) ? 'launched' : null;
  for (const name of ['abandoned', 'waived', 'satisfied'] as const) if (id === VERBS[name]) return name;
  return null;
}

/** The same for documents of a person. @throws Problem 403 */
export function requireOwnDocuments({ keyId, session }: Principal, { kind, agent }: DocumentContext): void {
  if (session === undefined || kind === 'activity-profile' || agent === session.actor) return;
  throw forbidden(
    `The key ${keyId} was made for a session of cmi5 and has the documents of its learner alone.`,
  );
}

/**
 * What an AU was launched with stays as the LMS wrote it (cmi5 10.1), and so it deletes its documents one by one.
 * @param id null: all that are there
 * @throws Problem 403
 */
export function requireNoLaunchData({ keyId, session }: Principal, id: string | null): void {
  if (session === undefined || (id !== null && id !== LAUNCH_DATA)) return;
  throw forbidden(
    `The key ${keyId} was made for a session of cmi5 and cannot change ${LAUNCH_DATA}${id === null ? ', which is among all documents' : ''}.`,
  );
}
