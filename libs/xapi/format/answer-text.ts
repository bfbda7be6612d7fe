import { jsonAsSent, parseExactJson } from '#platform';
import type { StatementFormat } from '../http/parameters.ts';
import { isObject, type JsonObject } from '../statement/json-value.ts';
import type { RuleSet } from '../statement/rules.ts';
import { canonicalFormat, type CanonicalDefinitions } from './canonical-format.ts';
import { exactFormat } from './exact-format.ts';
import { idsFormat } from './ids-format.ts';

/** How a reader wants statements written. */
export interface Reader {
  readonly format: StatementFormat;
  readonly rules: RuleSet;
  /** Language ranges, best first. */
  readonly languages: readonly string[];
}

/**
 * Which definition is canonical is for the LRS to determine (xAPI 1.0.3 Communication 2.1.3): here each statement shows its own.
 * They are not gathered across statements, as `GET /activities` does from the latest thousand that name the one activity that is
 * asked for: a page may name a thousand activities, and each statement read for them costs a granule of the log. Of one window for
 * them all it would depend on what else is on the page how an activity is shown.
 */
const OWN_DEFINITIONS: CanonicalDefinitions = { activity: () => undefined, verb: () => undefined };

/** A stored statement's JSON as the reader gets it; unread where it stays as it is. */
export function answerText(json: string, { format, rules, languages }: Reader): string {
  if (format === 'exact' && rules === '1.0') return jsonAsSent(json);
  const parsed = parseExactJson(json);
  if (!isObject(parsed)) throw new TypeError('A stored statement is not a JSON object.');
  return jsonAsSent(JSON.stringify(formatted(exactFormat(parsed, rules), format, languages)));
}

function formatted(statement: JsonObject, format: StatementFormat, languages: readonly string[]): JsonObject {
  switch (format) {
    case 'ids':
      return idsFormat(statement);
    case 'canonical':
      return canonicalFormat(statement, OWN_DEFINITIONS, languages);
    case 'exact':
      return statement;
  }
}
