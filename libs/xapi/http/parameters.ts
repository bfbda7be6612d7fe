import { identityKeys } from '#events';
import type { Instant } from '#platform';
import { z } from 'zod';
import { identityOf } from '../actor/canonical-actor.ts';
import type { RuleSet } from '../statement/rules.ts';
import { decodeMoreCursor, type MoreCursor } from './more-cursor.ts';
import {
  acceptedParameters,
  agentParameter,
  iriParameter,
  momentParameter,
  parametersOnce,
  refusedParameters,
  uuidParameter,
  type RawParameters,
} from './query-parameters.ts';

export type StatementFormat = 'ids' | 'exact' | 'canonical';

/** GET /statements with `statementId` or `voidedStatementId`: one statement. */
export interface SingleStatementQuery {
  readonly kind: 'single';
  /** Lower case. */
  readonly id: string;
  readonly voided: boolean;
  readonly format: StatementFormat;
  readonly attachments: boolean;
}

/** GET /statements without either: a page of those that match everything given. */
export interface StatementsQuery {
  readonly kind: 'page';
  /** Canonical identities, any of which matches; null without the parameter. */
  readonly agent: readonly string[] | null;
  readonly verb: string | null;
  readonly activity: string | null;
  /** Lower case. */
  readonly registration: string | null;
  readonly relatedActivities: boolean;
  readonly relatedAgents: boolean;
  /** Exclusive, on `stored`. */
  readonly since: Instant | null;
  /** Inclusive, on `stored`. */
  readonly until: Instant | null;
  /** 0: as many as the server gives at most. */
  readonly limit: number;
  readonly format: StatementFormat;
  readonly attachments: boolean;
  readonly ascending: boolean;
  /** The parameters as sent: what a `more` link carries on. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Where the page before ended, when the request came by a `more` link. */
  readonly cursor: MoreCursor | null;
}

const flag = z
  .enum(['true', 'false'], 'Must be true or false.')
  .default('false')
  .transform((value) => value === 'true');
const format = z.enum(['ids', 'exact', 'canonical'], 'Must be ids, exact or canonical.').default('exact');

const single = z.strictObject({
  statementId: uuidParameter.optional(),
  voidedStatementId: uuidParameter.optional(),
  format,
  attachments: flag,
});

const pages = { '1.0': pageSchema('1.0'), '2.0': pageSchema('2.0') } as const;

function pageSchema(rules: RuleSet) {
  const moment = momentParameter(rules);
  return z.strictObject({
    agent: z.string().optional(),
    verb: iriParameter.optional(),
    activity: iriParameter.optional(),
    registration: uuidParameter.optional(),
    related_activities: flag,
    related_agents: flag,
    since: moment.optional(),
    until: moment.optional(),
    limit: z
      .string()
      .regex(/^\d+$/, 'Must be a whole number, 0 for as many as the server gives.')
      .default('0')
      .transform(Number),
    format,
    attachments: flag,
    ascending: flag,
  });
}

/**
 * Reads the parameters of GET /statements (xAPI 1.0.3 Communication 2.1.3, IEEE 9274.1.1 4.1.6.1). Everything wrong
 * with them is told in one 400: unknown or wrongly cased names, repeated ones, values that are not of their format,
 * and whatever stands beside `statementId` or `voidedStatementId` other than `attachments` and `format`.
 */
export function parseStatementsQuery(
  raw: RawParameters,
  rules: RuleSet,
): SingleStatementQuery | StatementsQuery {
  const parameters = parametersOnce(raw);
  if (parameters['more'] !== undefined) return continued(parameters, rules);
  if (parameters['statementId'] !== undefined || parameters['voidedStatementId'] !== undefined) {
    return parseSingle(parameters);
  }
  return parsePage(parameters, rules);
}

function parseSingle(parameters: Readonly<Record<string, string>>): SingleStatementQuery {
  const { statementId, voidedStatementId, ...rest } = acceptedParameters(single.safeParse(parameters));
  const id = statementId ?? voidedStatementId;
  if (id === undefined || (statementId !== undefined && voidedStatementId !== undefined)) {
    throw refusedParameters([
      { pointer: 'voidedStatementId', reason: 'statementId and voidedStatementId exclude each other.' },
    ]);
  }
  return { kind: 'single', id, voided: statementId === undefined, ...rest };
}

function parsePage(parameters: Readonly<Record<string, string>>, rules: RuleSet): StatementsQuery {
  const found = acceptedParameters(pages[rules].safeParse(parameters));
  return {
    kind: 'page',
    agent: found.agent === undefined ? null : agentKeys(found.agent, rules),
    verb: found.verb ?? null,
    activity: found.activity ?? null,
    registration: found.registration ?? null,
    relatedActivities: found.related_activities,
    relatedAgents: found.related_agents,
    since: found.since ?? null,
    until: found.until ?? null,
    limit: found.limit,
    format: found.format,
    attachments: found.attachments,
    ascending: found.ascending,
    parameters,
    cursor: null,
  };
}

/**
 * The query that a `more` link goes on with is in it. Some clients take the query of the link alone and add it to the parameters of
 * the first page (Ralph does): beside `more` these may say again what they said there, and nothing else.
 */
function continued(parameters: Readonly<Record<string, string>>, rules: RuleSet): StatementsQuery {
  const cursor = decodeMoreCursor(parameters['more'] ?? '');
  const others = Object.keys(parameters).filter(
    (name) => name !== 'more' && cursor.parameters[name] !== parameters[name],
  );
  if (others.length > 0) {
    const reason =
      'A more link is followed as it was given; beside it this can only be as on the first page.';
    throw refusedParameters(others.map((pointer) => ({ pointer, reason })));
  }
  return { ...parsePage(cursor.parameters, rules), cursor };
}

function agentKeys(text: string, rules: RuleSet): readonly string[] {
  const identity = identityOf(agentParameter(text, rules));
  if (identity === null)
    throw refusedParameters([
      { pointer: 'agent', reason: 'A Group without an identifier cannot be searched for.' },
    ]);
  return identityKeys(identity);
}
