import { identityKeys } from '#events';
import {
  badRequest,
  DEFAULT_JSON_LIMITS,
  type Instant,
  parseJsonBody,
  Problem,
  type ProblemDetail,
} from '#platform';
import { z } from 'zod';
import { identityOf } from '../actor/canonical-actor.ts';
import { checkActorValue } from '../statement/check-statement.ts';
import { isIri, isUuid } from '../statement/formats.ts';
import { isObject } from '../statement/json-value.ts';
import { RULES, type RuleSet } from '../statement/rules.ts';
import { parseTimestamp } from '../statement/timestamp.ts';
import { decodeMoreCursor, type MoreCursor } from './more-cursor.ts';

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

/** Query parameters as the router gives them: one that is repeated is a list. */
export type RawParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

const flag = z
  .enum(['true', 'false'], 'Must be true or false.')
  .default('false')
  .transform((value) => value === 'true');
const uuid = z
  .string()
  .refine(isUuid, RULES['uuid-form'].says)
  .transform((value) => value.toLowerCase());
const iri = z.string().refine(isIri, RULES['iri-form'].says);
const format = z.enum(['ids', 'exact', 'canonical'], 'Must be ids, exact or canonical.').default('exact');

const single = z.strictObject({
  statementId: uuid.optional(),
  voidedStatementId: uuid.optional(),
  format,
  attachments: flag,
});

const pages = { '1.0': pageSchema('1.0'), '2.0': pageSchema('2.0') } as const;

function pageSchema(rules: RuleSet) {
  const moment = z.string().transform((text, context): Instant => {
    const instant = parseTimestamp(text, rules);
    if (instant !== null) return instant;
    context.addIssue({ code: 'custom', message: RULES['timestamp-form'].says });
    return z.NEVER;
  });
  return z.strictObject({
    agent: z.string().optional(),
    verb: iri.optional(),
    activity: iri.optional(),
    registration: uuid.optional(),
    related_activities: flag,
    related_agents: flag,
    since: moment.optional(),
    until: moment.optional(),
    limit: z
      .string()
      .regex(/^\d{1,9}$/, 'Must be a whole number, 0 for as many as the server gives.')
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
  const parameters = withoutRepetition(raw);
  if (parameters['more'] !== undefined) return continued(parameters, rules);
  if (parameters['statementId'] !== undefined || parameters['voidedStatementId'] !== undefined) {
    return parseSingle(parameters);
  }
  return parsePage(parameters, rules);
}

function parseSingle(parameters: Readonly<Record<string, string>>): SingleStatementQuery {
  const { statementId, voidedStatementId, ...rest } = accepted(single.safeParse(parameters));
  const id = statementId ?? voidedStatementId;
  if (id === undefined || (statementId !== undefined && voidedStatementId !== undefined)) {
    throw refused([
      { pointer: 'voidedStatementId', reason: 'statementId and voidedStatementId exclude each other.' },
    ]);
  }
  return { kind: 'single', id, voided: statementId === undefined, ...rest };
}

function parsePage(parameters: Readonly<Record<string, string>>, rules: RuleSet): StatementsQuery {
  const found = accepted(pages[rules].safeParse(parameters));
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

/** A `more` link stands alone; the query that it goes on with is in it. */
function continued(parameters: Readonly<Record<string, string>>, rules: RuleSet): StatementsQuery {
  const others = Object.keys(parameters).filter((name) => name !== 'more');
  if (others.length > 0) {
    throw refused(
      others.map((name) => ({ pointer: name, reason: 'A more link is followed as it was given.' })),
    );
  }
  const cursor = decodeMoreCursor(parameters['more'] ?? '');
  return { ...parsePage(cursor.parameters, rules), cursor };
}

function agentKeys(text: string, rules: RuleSet): readonly string[] {
  const actor = parsedAgent(text);
  const violations = checkActorValue(actor, rules);
  if (violations.length > 0) {
    throw refused(
      violations.map(({ pointer, reason, clause }) => ({ pointer: `agent${pointer}`, reason, clause })),
    );
  }
  const identity = isObject(actor) ? identityOf(actor) : null;
  if (identity === null) {
    throw refused([{ pointer: 'agent', reason: 'A Group without an identifier cannot be searched for.' }]);
  }
  return identityKeys(identity);
}

function parsedAgent(text: string): unknown {
  try {
    return parseJsonBody(Buffer.from(text, 'utf8'), DEFAULT_JSON_LIMITS);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw refused([{ pointer: 'agent', reason: `Must be an Agent as JSON. ${error.message}` }]);
  }
}

function withoutRepetition(raw: RawParameters): Readonly<Record<string, string>> {
  const once: Record<string, string> = {};
  const repeated: string[] = [];
  for (const [name, value] of Object.entries(raw)) {
    // On an object it would set the prototype, and zod passes it over: it would go unseen.
    if (name === '__proto__') throw refused([{ pointer: name, reason: UNKNOWN_PARAMETER }]);
    if (typeof value === 'string') once[name] = value;
    else if (value !== undefined) repeated.push(name);
  }
  if (repeated.length > 0) {
    throw refused(
      repeated.map((name) => ({ pointer: name, reason: 'The parameter is given more than once.' })),
    );
  }
  return once;
}

function accepted<T>(result: z.ZodSafeParseResult<T>): T {
  if (result.success) return result.data;
  throw refused(
    result.error.issues.flatMap((issue): ProblemDetail[] =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((name) => ({ pointer: name, reason: UNKNOWN_PARAMETER }))
        : [{ pointer: issue.path.join('.'), reason: issue.message }],
    ),
  );
}

const UNKNOWN_PARAMETER = 'There is no such parameter here; names are case-sensitive.';

function refused(errors: readonly ProblemDetail[]): Problem {
  const first = errors[0];
  const detail = first
    ? `The parameter ${first.pointer} is not acceptable: ${first.reason}`
    : 'Bad parameters.';
  return badRequest(detail, errors, 'invalid-parameter');
}
