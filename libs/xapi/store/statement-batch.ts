import type { CandidateEvent } from '#event-log';
import { badRequest, jsonPointer, type Principal, type Problem } from '#platform';
import { authorityOf } from '../actor/authority.ts';
import { endedSession } from '../cmi5/ended-session.ts';
import { requireOwnStatements } from '../cmi5/session-key.ts';
import { namedAttachments, type NamedAttachment } from '../attachments/named-attachment.ts';
import { readStatements } from '../statement/batch.ts';
import type { DeviationId } from '../statement/deviations.ts';
import type { JsonObject } from '../statement/json-value.ts';
import { prepareStatement, type PreparedStatement } from '../statement/normal-form.ts';
import { clauseOf, type RuleSet } from '../statement/rules.ts';
import { statementEvent } from './statement-event.ts';

/** How the statements of a request are read. */
export interface BatchAsk {
  readonly principal: Principal;
  readonly rules: RuleSet;
  /** The id that a PUT names, in lower case: then the body is one statement with this id, or without any. */
  readonly statementId: string | null;
  readonly newId: () => string;
  readonly maxStatements: number;
}

/** The statements of a request, valid, as the log will have them: nothing of the parsed body is held. */
export interface StatementBatch {
  /** Whether the body was an array: pointers begin with an index then. */
  readonly inArray: boolean;
  readonly events: readonly CandidateEvent[];
  /** Of each event how its statement deviates from the standard, which a lenient key may. */
  readonly deviations: readonly (readonly DeviationId[])[];
  /** Of each event the statement that it takes back, in lower case; null of one that takes back none. */
  readonly voids: readonly (string | null)[];
  /** Of all statements, in order. */
  readonly attachments: readonly NamedAttachment[];
  /** Ids of the sessions of cmi5 that are over with them. */
  readonly endedSessions: readonly string[];
}

/** @throws Problem 400 or 413, see `readStatements`; 403 for what a key of a session of cmi5 may not say */
export function readBatch(
  body: unknown,
  { principal, rules, statementId, newId, maxStatements }: BatchAsk,
): StatementBatch {
  const inArray = Array.isArray(body);
  if (inArray && statementId !== null) throw notOne(rules);
  const read = readStatements(body, {
    rules,
    maxStatements,
    lenient: principal.lenient,
  });
  const assignment = { newId, authority: authorityOf(principal), rules };
  const attachments: NamedAttachment[] = [];
  const prepared = read.map(({ statement: sent }, index): PreparedStatement => {
    const statement = statementId === null ? sent : named(sent, statementId);
    attachments.push(...namedAttachments(statement, inArray ? [index] : [], rules));
    return prepareStatement(statement, assignment);
  });
  requireOwnStatements(principal, prepared);
  return {
    inArray,
    events: prepared.map((own, index) => statementEvent(own, read[index]?.deviations ?? [])),
    deviations: read.map(({ deviations }) => deviations),
    voids: prepared.map(({ voids }) => voids),
    attachments,
    endedSessions: prepared.flatMap(({ statement }) => endedSession(principal, statement) ?? []),
  };
}

function notOne(rules: RuleSet): Problem {
  const reason = 'A PUT brings one statement, not an array.';
  return badRequest(
    reason,
    [{ pointer: '', reason, clause: clauseOf('type-object', rules) }],
    'invalid-statement',
  );
}

function named(statement: JsonObject, statementId: string): JsonObject {
  const { id } = statement;
  if (id === undefined) return { ...statement, id: statementId };
  if (typeof id === 'string' && id.toLowerCase() === statementId) return statement;
  const reason = `The id of the statement is not the statementId ${statementId} of the request.`;
  throw badRequest(
    reason,
    [{ pointer: jsonPointer(['id']), reason, clause: 'xAPI 1.0.3 Communication 2.1.1' }],
    'invalid-statement',
  );
}
