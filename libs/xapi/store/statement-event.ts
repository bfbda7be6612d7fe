import type { CandidateEvent } from '#event-log';
import { STATEMENT_SOURCE, xapiStatementStored } from '#events';
import { canonicalActor } from '../actor/canonical-actor.ts';
import { isObject } from '../statement/json-value.ts';
import type { DeviationId } from '../statement/deviations.ts';
import type { PreparedStatement } from '../statement/normal-form.ts';
import { statementKeys } from '../statement/statement-keys.ts';
import { statementColumns } from './statement-columns.ts';

/** Stands in `identities` between those that `agent` matches and those that `related_agents` adds; no identity is ''. */
export const RELATED_FROM_HERE = '';

/**
 * A prepared statement as the event that the log keeps. Its data tells its own recording time, as `stored`; its attributes tell how
 * it deviates from the standard, for findings.
 */
export function statementEvent(
  prepared: PreparedStatement,
  deviations: readonly DeviationId[],
): CandidateEvent {
  const { statement } = prepared;
  const keys = statementKeys(statement);
  const { agents, relatedAgents } = keys;
  const { actor } = statement;
  return {
    source: STATEMENT_SOURCE,
    id: prepared.id,
    type: xapiStatementStored.type,
    version: xapiStatementStored.version,
    subject: (isObject(actor) && canonicalActor(actor)) || '',
    program: '',
    occurredAt: prepared.timestamp,
    identities: [...agents, RELATED_FROM_HERE, ...relatedAgents.filter((agent) => !agents.includes(agent))],
    contentHash: prepared.contentHash,
    attributes: attributesOf(deviations),
    data: prepared.json,
    upcastData: '',
    statement: statementColumns(statement, keys),
  };
}

/** The event of a statement that deviates so. */
export function deviating(event: CandidateEvent, deviations: readonly DeviationId[]): CandidateEvent {
  return { ...event, attributes: attributesOf(deviations) };
}

function attributesOf(deviations: readonly DeviationId[]): string {
  return deviations.length === 0 ? '' : JSON.stringify({ deviations });
}
