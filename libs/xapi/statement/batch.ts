import { badRequest, beyondLimit, jsonPointer } from '#platform';
import { checkStatement } from './check-statement.ts';
import { leniently, type DeviationId } from './deviations.ts';
import { isObject, type JsonObject } from './json-value.ts';
import type { RuleSet } from './rules.ts';

/** How a request's statements are read. */
export interface BatchReading {
  readonly rules: RuleSet;
  readonly maxStatements: number;
  /** The key may send the documented deviations: they do not refuse, they come back as such. */
  readonly lenient: boolean;
}

/** One statement of a request, valid but for its deviations. */
export interface ReadStatement {
  readonly statement: JsonObject;
  readonly deviations: readonly DeviationId[];
}

/**
 * The statements of a POST body: one object or an array. All or nothing (xAPI 1.0.3 Communication 2.1.2): throws the
 * 400 of the first bad one, with its index and all that is wrong with it; also when an id stands twice in the request.
 * 413 when there are more than the limit. The ids compare without case.
 */
export function readStatements(body: unknown, reading: BatchReading): readonly ReadStatement[] {
  if (!Array.isArray(body)) return [readStatement(body, [], reading)];
  if (body.length > reading.maxStatements) {
    throw beyondLimit({
      came: `The request has ${body.length} statements`,
      unit: 'statements',
      limit: reading.maxStatements,
      setting: 'PLUMBLINE_MAX_STATEMENTS',
      instead: 'Send them in several requests.',
    });
  }
  const first = new Map<string, number>();
  return body.map((value: unknown, index) => {
    const read = readStatement(value, [index], reading);
    const id = read.statement['id'];
    if (typeof id === 'string') {
      const earlier = first.get(id.toLowerCase());
      if (earlier !== undefined) {
        const reason = `The id stands twice in the request, first at index ${earlier}.`;
        const clause = 'xAPI 1.0.3 Communication 2.1.2';
        throw badRequest(
          `Statement ${index}: ${reason}`,
          [{ pointer: jsonPointer([index, 'id']), reason, clause }],
          'invalid-statement',
        );
      }
      first.set(id.toLowerCase(), index);
    }
    return read;
  });
}

/** @param at where the statement stands in the body: `[]` alone, `[index]` in an array. */
function readStatement(
  value: unknown,
  at: readonly number[],
  { rules, lenient }: BatchReading,
): ReadStatement {
  const violations = checkStatement(value, rules);
  const { deviations, refused } =
    lenient && violations.length > 0 && isObject(value)
      ? leniently(value, violations, rules)
      : { deviations: [], refused: violations };
  if (refused.length > 0 || !isObject(value)) {
    const prefix = jsonPointer(at);
    const errors = refused.map((violation) =>
      Object.assign({}, violation, { pointer: prefix + violation.pointer }),
    );
    const which = at.length > 0 ? `Statement ${at.join()}` : 'The statement';
    const [{ pointer, reason } = { pointer: '', reason: '' }] = errors;
    throw badRequest(`${which} breaks the standard at "${pointer}": ${reason}`, errors, 'invalid-statement');
  }
  return { statement: value, deviations };
}
