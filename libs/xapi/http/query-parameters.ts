import {
  badRequest,
  DEFAULT_JSON_LIMITS,
  parseJsonBody,
  Problem,
  type Instant,
  type ProblemDetail,
} from '#platform';
import { z } from 'zod';
import { checkActorValue } from '../statement/check-statement.ts';
import { isIri, isUuid } from '../statement/formats.ts';
import { isObject, type JsonObject } from '../statement/json-value.ts';
import { RULES, type RuleSet } from '../statement/rules.ts';
import { parseTimestamp } from '../statement/timestamp.ts';

/** Query parameters as the router gives them: one that is repeated is a list. */
export type RawParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** In lower case. */
export const uuidParameter = z
  .string()
  .refine(isUuid, RULES['uuid-form'].says)
  .transform((value) => value.toLowerCase());
export const iriParameter = z.string().refine(isIri, RULES['iri-form'].says);

const PLUS_IS_A_SPACE = ' In a URL a bare + is a space; send it as %2B.';

export function momentParameter(rules: RuleSet) {
  return z.string().transform((text, context): Instant => {
    const instant = parseTimestamp(text, rules);
    if (instant !== null) return instant;
    const hint = / \d\d:?\d\d$/.test(text) ? PLUS_IS_A_SPACE : '';
    context.addIssue({ code: 'custom', message: `${RULES['timestamp-form'].says}${hint}` });
    return z.NEVER;
  });
}

/** The parameter `agent`: an Agent or a Group as JSON. @throws Problem 400 */
export function agentParameter(text: string, rules: RuleSet): JsonObject {
  const actor = parsedAgent(text);
  const violations = checkActorValue(actor, rules);
  if (violations.length > 0 || !isObject(actor))
    throw refusedParameters(
      violations.map(({ pointer, reason, clause }) => ({ pointer: `agent${pointer}`, reason, clause })),
    );
  return actor;
}

function parsedAgent(text: string): unknown {
  try {
    return parseJsonBody(Buffer.from(text, 'utf8'), DEFAULT_JSON_LIMITS);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw refusedParameters([
      { pointer: 'agent', reason: `Must be an Agent as JSON. ${error.errors?.[0]?.reason ?? error.message}` },
    ]);
  }
}

/** @throws Problem 400 for a parameter that is given more than once */
export function parametersOnce(raw: RawParameters): Readonly<Record<string, string>> {
  const once: Record<string, string> = {};
  const repeated: string[] = [];
  for (const [name, value] of Object.entries(raw)) {
    // On an object it would set the prototype, and zod passes it over: it would go unseen.
    if (name === '__proto__') throw refusedParameters([{ pointer: name, reason: UNKNOWN_PARAMETER }]);
    if (typeof value === 'string') once[name] = value;
    else if (value !== undefined) repeated.push(name);
  }
  if (repeated.length > 0) {
    throw refusedParameters(
      repeated.map((name) => ({ pointer: name, reason: 'The parameter is given more than once.' })),
    );
  }
  return once;
}

/** @throws Problem 400 with everything that is wrong */
export function acceptedParameters<T>(result: z.ZodSafeParseResult<T>): T {
  if (result.success) return result.data;
  throw refusedParameters(
    result.error.issues.flatMap((issue): ProblemDetail[] =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((name) => ({ pointer: name, reason: UNKNOWN_PARAMETER }))
        : [{ pointer: issue.path.join('.'), reason: isMissing(issue) ? MISSING_PARAMETER : issue.message }],
    ),
  );
}

/** What zod tells of a value that is not there; parameters are texts, so that no other type comes. */
function isMissing({ code }: z.core.$ZodIssue): boolean {
  return code === 'invalid_type';
}

const MISSING_PARAMETER = 'The parameter is required.';
const UNKNOWN_PARAMETER = 'There is no such parameter here; names are case-sensitive.';

export function refusedParameters(errors: readonly ProblemDetail[]): Problem {
  const first = errors[0];
  const detail = first
    ? `The parameter ${first.pointer} is not acceptable: ${first.reason}`
    : 'Bad parameters.';
  return badRequest(detail, errors, 'invalid-parameter');
}
