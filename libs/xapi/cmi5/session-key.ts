import { forbidden, type Principal } from '#platform';
import { canonicalActor } from '../actor/canonical-actor.ts';
import type { DocumentContext } from '../documents/document-key.ts';
import { isObject } from '../statement/json-value.ts';
import type { PreparedStatement } from '../statement/normal-form.ts';

/**
 * Holds a key that was made for a session of cmi5 to that session: its learner alone, no other registration, and nothing taken back. What
 * else an AU says wrongly is stored, and found.
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
    const { actor, context } = statement;
    if (!isObject(actor) || canonicalActor(actor) !== session.actor)
      throw forbidden(`${made} and speaks for the learner of its launch alone.`);
    const registration = isObject(context) ? context['registration'] : undefined;
    if (typeof registration === 'string' && registration.toLowerCase() !== session.registration)
      throw forbidden(`${made} and speaks of the registration ${session.registration} alone.`);
  }
}

/** The same for documents of a person. @throws Problem 403 */
export function requireOwnDocuments({ keyId, session }: Principal, { kind, agent }: DocumentContext): void {
  if (session === undefined || kind === 'activity-profile' || agent === session.actor) return;
  throw forbidden(
    `The key ${keyId} was made for a session of cmi5 and has the documents of its learner alone.`,
  );
}
