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

/** Definitions are not gathered across statements: each shows its own. */
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
